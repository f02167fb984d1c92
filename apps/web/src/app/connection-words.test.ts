import type { ClientStatus } from '@atrium/sync/client';
import { expect, test } from 'vitest';
import { connectionSentence, noticeOf, pillOf } from './connection-words.ts';

const status = (part: Partial<ClientStatus>): ClientStatus => ({
  connection: 'live',
  unsent: 0,
  saving: 0,
  attention: 0,
  storage: 'device',
  isSender: true,
  ...part,
});

test('the pill tells what needs someone before anything else', () => {
  expect(pillOf(status({ attention: 3, unsent: 5 }), false, 2)).toEqual({ state: 'attention', unsent: 2 });
  expect(pillOf(status({ unsent: 1 }), false, 0)).toEqual({ state: 'connected', unsent: 1 });
  expect(pillOf(status({ connection: 'waiting', unsent: 1 }), true, 0).state).toBe('connecting');
  expect(pillOf(status({ connection: 'offline' }), true, 0).state).toBe('offline');
});

test('who is signed out is told that, and not that they are offline', () => {
  expect(pillOf(status({ connection: 'unauthenticated' }), true, 0)).toEqual({
    state: 'signedOut',
    unsent: 0,
  });
  const waiting = status({ connection: 'unauthenticated', unsent: 2, attention: 1 });
  expect(pillOf(waiting, true, 0)).toEqual({ state: 'signedOut', unsent: 3 });
});

test('a short loss is not worth a word; no network is told at once', () => {
  expect(pillOf(status({ connection: 'connecting' }), false, 0).state).toBe('connected');
  expect(pillOf(status({ connection: 'offline' }), false, 0).state).toBe('offline');
});

test('only what does not mend itself becomes a notice', () => {
  for (const connection of ['live', 'waiting', 'offline', 'connecting'] as const) {
    expect(noticeOf(status({ connection }))).toBeUndefined();
  }
  const signedOut = noticeOf(status({ connection: 'unauthenticated', unsent: 3 }));
  expect(signedOut?.sentence).toMatch(/Sign in to send your 3 changes/);
  expect(signedOut?.action?.kind).toBe('sign-in');
  const other = status({
    connection: 'unauthenticated',
    lastError: { code: 'OTHER_PERSON', message: '' },
  });
  expect(noticeOf(other)?.sentence).toMatch(/Someone else/);
});

test('every state of the connection has a sentence', () => {
  expect(connectionSentence(status({}))).toMatch(/Everything is saved/);
  expect(connectionSentence(status({ connection: 'offline' }))).toMatch(/No network/);
});

test('a device that keeps nothing is told when it matters', () => {
  expect(noticeOf(status({ storage: 'memory' }))).toBeUndefined();
  expect(noticeOf(status({ storage: 'memory', unsent: 1 }))).toBeUndefined();
  const offline = status({ storage: 'memory', unsent: 1, connection: 'offline' });
  expect(noticeOf(offline)?.sentence).toMatch(/leave this tab open/);
  expect(connectionSentence(offline)).toMatch(/as long as this tab/);
  const full = status({ storage: 'memory', lastError: { code: 'STORAGE', message: '' } });
  expect(noticeOf(full)?.tone).toBe('attention');
});
