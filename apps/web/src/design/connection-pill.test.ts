import { describe, expect, it } from 'vitest';
import { connectionText } from './connection-pill.tsx';

describe('the connection pill', () => {
  it('is silent while all is well', () => {
    expect(connectionText({ state: 'connected', unsent: 0 })).toBe('');
  });

  it.each([
    ['connected', 2, 'Saving 2 changes'],
    ['connecting', 0, 'Reconnecting'],
    ['offline', 0, 'Offline, you can go on working'],
    ['offline', 1, 'Offline, 1 change kept here'],
    ['signedOut', 0, 'Signed out'],
    ['signedOut', 3, 'Sign in to send 3 changes'],
    ['attention', 1, '1 change needs you'],
  ] as const)('%s with %d unsent says %j', (state, unsent, expected) => {
    expect(connectionText({ state, unsent })).toBe(expected);
  });

  it('does not promise what this device has not stored', () => {
    expect(connectionText({ state: 'offline', unsent: 2, kept: false })).toBe(
      'Offline, 2 changes only in this tab',
    );
  });

  it.each([
    [0, 12, 'Sending 1 of 12'],
    [2, 12, 'Sending 3 of 12'],
    [12, 12, 'Sending 12 of 12'],
    [0, 1, 'Saving 1 change'],
  ])('%d of %d sent says %j', (done, total, expected) => {
    expect(
      connectionText({ state: 'connected', unsent: Math.max(1, total - done), push: { done, total } }),
    ).toBe(expected);
  });
});
