import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetSeen, seenVersions } from './seen-versions.ts';

/** As a browser's: its keys are its own properties. */
class FakeStorage {
  getItem(key: string): string | null {
    return Object.hasOwn(this, key) ? String(Reflect.get(this, key)) : null;
  }
  setItem(key: string, value: string): void {
    Reflect.set(this, key, value);
  }
  removeItem(key: string): void {
    Reflect.deleteProperty(this, key);
  }
}

beforeEach(() => vi.stubGlobal('localStorage', new FakeStorage()));
afterEach(() => vi.unstubAllGlobals());

const at = '2026-01-31T09:00:00.000Z';

test('what was seen is known by person and workspace, and never goes backwards', () => {
  const seen = seenVersions('tenant', 'ada');
  expect(seen.of('item')).toBeUndefined();
  seen.keep('item', { version: 4, at });
  seen.keep('item', { version: 3, at });
  expect(seen.of('item')).toEqual({ version: 4, at });
  expect(seenVersions('tenant', 'ben').of('item')).toBeUndefined();
  expect(seenVersions('other', 'ada').of('item')).toBeUndefined();
});

test('only the newest are kept, and none after signing out', () => {
  const full = Array.from({ length: 1_998 }, (_, index) => [`item ${index}`, { version: 1, at }]);
  const all = Object.fromEntries([['first', { version: 1, at }], ['again', { version: 1, at }], ...full]);
  localStorage.setItem('atrium.seen.tenant.ada', JSON.stringify(all));
  const seen = seenVersions('tenant', 'ada');
  seen.keep('again', { version: 2, at });
  seen.keep('last', { version: 1, at });
  expect(seen.of('first')).toBeUndefined();
  expect(seen.of('again')).toEqual({ version: 2, at });
  expect(seen.of('last')).toBeDefined();
  localStorage.setItem('atrium.theme', 'dark');
  forgetSeen();
  expect(Object.keys(localStorage)).toEqual(['atrium.theme']);
});

test('without storage, or with nonsense in it, nothing is known and nothing breaks', () => {
  localStorage.setItem('atrium.seen.tenant.ada', '{"item": 3');
  expect(seenVersions('tenant', 'ada').of('item')).toBeUndefined();
  vi.stubGlobal('localStorage', undefined);
  const seen = seenVersions('tenant', 'ada');
  seen.keep('item', { version: 1, at });
  forgetSeen();
  expect(seen.of('item')).toBeUndefined();
});
