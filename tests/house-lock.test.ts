import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../tools/prepare.mjs';

interface LockEntry {
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

type Lock = Readonly<Record<string, LockEntry>>;

/** Where Node would find a package that a file in `folder` imports: the nearest node_modules upwards. */
function resolveIn(lock: Lock, folder: string, name: string): string | undefined {
  for (let place = folder; ; place = posix.dirname(place)) {
    const root = place === '.' || place === '';
    const candidate = root ? `node_modules/${name}` : `${place}/node_modules/${name}`;
    if (candidate in lock) return candidate;
    if (root) return undefined;
  }
}

/** What npm would have to fetch without the lock saying which. */
function missingIn(lock: Lock): string[] {
  return Object.entries(lock).flatMap(([folder, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => resolveIn(lock, folder, name) === undefined)
      .map((name) => `${folder || 'the project'} needs ${name}`),
  );
}

test('the lock is whole: whatever a package needs has an entry that Node would find from there', () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Lock;
  };
  const entries = Object.values(packages);
  expect(entries.filter(({ dependencies }) => dependencies).length).toBeGreaterThan(100);
  expect(missingIn(packages)).toEqual([]);
});

test('and a lock with a gap is found out, at the top and below a package', () => {
  const whole: Lock = {
    '': { dependencies: { auth: '1.0.0' } },
    'node_modules/auth': { dependencies: { '@noble/hash': '2.0.0', zod: '4.0.0' } },
    'node_modules/auth/node_modules/@noble/hash': { dependencies: { zod: '4.0.0' } },
    'node_modules/zod': {},
  };
  expect(missingIn(whole)).toEqual([]);
  const { 'node_modules/auth/node_modules/@noble/hash': _, ...gap } = whole;
  expect(missingIn(gap)).toEqual(['node_modules/auth needs @noble/hash']);
  expect(missingIn({ '': { dependencies: { auth: '1.0.0' } } })).toEqual(['the project needs auth']);
  // One that lies below another package is out of reach.
  const apart: Lock = { 'packages/a': { dependencies: { b: '1.0.0' } }, 'node_modules/c/node_modules/b': {} };
  expect(missingIn(apart)).toEqual(['packages/a needs b']);
});
