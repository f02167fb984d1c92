import { describe, expect, it } from 'vitest';
import { isCurrent } from './app-link.tsx';

describe('the current link', () => {
  it.each([
    ['/w/a', '/w/a', false, true],
    ['/w/a', '/w/a/?peek=1', false, true],
    ['/w/a/board', '/w/a', false, false],
    ['/w/a/board', '/w/a', true, true],
    ['/w/ab', '/w/a', true, false],
    ['/', '/', false, true],
  ])('%s, link to %s (within: %s)', (pathname, href, within, expected) => {
    expect(isCurrent(pathname, href, within)).toBe(expected);
  });
});
