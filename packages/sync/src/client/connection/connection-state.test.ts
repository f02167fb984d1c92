import { CLOSE_CODES } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { backOffMs, RECONNECT_BACK_OFF } from './back-off.ts';
import { CONNECTION_STATES, CONNECTION_TABLE, eventOfClose } from './connection-state.ts';

test('[OFF1] every event has its place in every state, and nothing leads out of closed', () => {
  for (const state of CONNECTION_STATES) {
    expect(Object.keys(CONNECTION_TABLE[state]).sort()).toEqual(Object.keys(CONNECTION_TABLE.idle).sort());
    for (const next of Object.values(CONNECTION_TABLE[state])) expect(CONNECTION_STATES).toContain(next);
  }
  expect(new Set(Object.values(CONNECTION_TABLE.closed))).toEqual(new Set(['closed']));
});

test('[OFF1] stop ends every state, and live is reached only through a greeting', () => {
  for (const state of CONNECTION_STATES) {
    expect(CONNECTION_TABLE[state].stop).toBe('closed');
    const leadsToLive = Object.values(CONNECTION_TABLE[state]).includes('live');
    expect(leadsToLive).toBe(state === 'greeting' || state === 'live');
  }
});

test('[OFF2] of the documented close codes three are for a person to settle', () => {
  const settled = Object.keys(CLOSE_CODES).filter((code) => eventOfClose(Number(code)) !== 'lost');
  expect(settled).toEqual(['4401', '4403', '4406']);
});

test('[OFF2] waits grow up to a longest, half of each by chance', () => {
  expect(backOffMs(0, RECONNECT_BACK_OFF, () => 0)).toBe(125);
  expect(backOffMs(3, RECONNECT_BACK_OFF, () => 1)).toBe(2_000);
  expect(backOffMs(500, RECONNECT_BACK_OFF, () => 1)).toBe(RECONNECT_BACK_OFF.longestMs);
});
