import { describe, expect, it } from 'vitest';
import { connectionText } from './connection-pill.tsx';

describe('the connection pill', () => {
  it('is silent while all is well', () => {
    expect(connectionText({ state: 'connected', unsent: 0 })).toBe('');
  });

  it.each([
    ['connected', 2, 'Saving 2 changes'],
    ['connecting', 0, 'Reconnecting'],
    ['offline', 1, 'Offline, 1 change kept here'],
    ['attention', 1, '1 change needs you'],
  ] as const)('%s with %d unsent says %j', (state, unsent, expected) => {
    expect(connectionText({ state, unsent })).toBe(expected);
  });
});
