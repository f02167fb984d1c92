import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  dependencyProblems,
  importCycles,
  importProblems,
  type Manifest,
  type Manifests,
  purityProblems,
  referenceProblems,
  shapeProblems,
} from '../tools/architecture.ts';
import { floorOverrides } from '../tools/biome-floors.ts';
import { PACKAGES, packageNameOf, packageOf } from '../tools/floors.ts';
import { ROOT } from '../tools/prepare.mjs';
import { readSource, type Source } from '../tools/read-source.ts';
import { filesOf } from '../tools/tree.ts';

const FOLDERS = ['', 'bench', ...PACKAGES.map((entry) => entry.folder)];

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as T;
}

const manifests: Manifests = new Map(
  FOLDERS.map((folder) => [folder, readJson<Manifest>(posix.join(folder, 'package.json'))]),
);

const sources: Source[] = ['packages', 'apps', 'tests', 'bench', 'tools']
  .flatMap(filesOf)
  .filter((path) => /\.tsx?$/.test(path) && !path.includes('/generated/'))
  .map((path) => readSource(path, readFileSync(join(ROOT, path), 'utf8')));

describe('the house', () => {
  test('has sources to look at in every package', () => {
    for (const { folder } of PACKAGES) {
      expect(sources.filter(({ path }) => path.startsWith(`${folder}/src/`)).length, folder).toBeGreaterThan(
        0,
      );
    }
  });

  test('every import goes down, through a door, to something declared', () => {
    expect(importProblems(sources, manifests)).toEqual([]);
  });

  test('no files import each other in a circle', () => {
    expect(importCycles(sources)).toEqual([]);
  });

  test('the model has no clock, no randomness and no I/O', () => {
    expect(purityProblems(sources)).toEqual([]);
  });

  test('files have a subject, named exports and at most 400 lines', () => {
    expect(shapeProblems(sources)).toEqual([]);
  });

  test.each(PACKAGES)('$name declares the packages of its floors, and refers to no other', (entry) => {
    const manifest = manifests.get(entry.folder) ?? {};
    expect(dependencyProblems(entry, manifest)).toEqual([]);
    const tsconfigs = filesOf(entry.folder).filter((path) => posix.basename(path) === 'tsconfig.json');
    expect(tsconfigs.length).toBeGreaterThan(0);
    for (const path of tsconfigs) {
      const { references = [] } = readJson<{ references?: { path: string }[] }>(path);
      const folders = references.map((reference) => posix.join(posix.dirname(path), reference.path));
      expect(referenceProblems(entry, folders)).toEqual([]);
    }
  });

  test('a floor lies below every floor that uses it', () => {
    for (const entry of PACKAGES) {
      for (const door of entry.zones.flatMap((zone) => zone.doors)) {
        const below = PACKAGES.find(({ name }) => name === packageNameOf(door));
        expect(below?.floor, `${entry.name} → ${door}`).toBeLessThan(entry.floor);
      }
    }
  });

  test('the root tsconfig compiles every package', () => {
    const { references } = readJson<{ references: { path: string }[] }>('tsconfig.json');
    expect(references.map(({ path }) => path).sort()).toEqual(
      [...PACKAGES.map(({ folder }) => folder), 'tests'].sort(),
    );
  });

  test('code that runs in Node is checked against what the oldest Node has', () => {
    const tsconfigs = FOLDERS.flatMap(filesOf).filter((path) => /(^|\/)tsconfig(\.base)?\.json$/.test(path));
    const modern = tsconfigs.filter((path) => {
      const { compilerOptions } = readJson<{ compilerOptions?: { lib?: string[] } }>(path);
      return (compilerOptions?.lib ?? []).some((lib) => lib.startsWith('esnext'));
    });
    expect(modern).toEqual([]);
  });

  test('the lint rules say the same (else: node --import tsx tools/write-floors.ts)', () => {
    expect(readJson<{ overrides: object[] }>('biome.json').overrides).toEqual(floorOverrides());
  });

  test('every door leads to a file', () => {
    for (const [folder, { exports }] of manifests) {
      for (const door of Object.values(exports ?? {}))
        expect(existsSync(join(ROOT, folder, door.source))).toBe(true);
    }
  });
});

describe('each check can fail', () => {
  const imports = (path: string, text: string) => importProblems([readSource(path, text)], manifests);

  test.each([
    ['packages/model/src/a.ts', "import { x } from '@atrium/engine';", 'not on a floor below'],
    ['packages/model/src/a.ts', "import type { X } from '@atrium/engine';", 'not on a floor below'],
    ['packages/model/src/a.ts', "type X = import('@atrium/engine').X;", 'not on a floor below'],
    ['packages/sync/src/server/a.ts', "export * from '@atrium/identity';", 'not on a floor below'],
    ['packages/engine/src/a.ts', "import { x } from '@atrium/protocol/src/ids.ts';", 'no such door'],
    ['tests/a.test.ts', "import { x } from '@atrium/engine/src/log.ts';", 'no such door'],
    ['packages/engine/src/a.ts', "import { x } from '@atrium/engine';", 'import itself by name'],
    ['packages/engine/src/a.ts', "import { x } from '../../model/src/index.ts';", 'leaves its package'],
    ['packages/model/src/records/a.ts', "import { x } from '../index.ts';", 'its own door'],
    ['packages/sync/src/client/a.ts', "import { x } from '../server/b.ts';", 'two halves'],
    ['packages/sync/src/server/a.ts', "const x = await import('../client/b.ts');", 'two halves'],
    ['packages/model/src/a.ts', "import { readFileSync } from 'node:fs';", 'runs in browsers'],
    ['packages/engine/src/a.ts', "import { readFileSync } from 'fs';", 'write node:'],
    ['packages/engine/src/a.ts', "import { x } from 'left-pad';", 'does not declare it'],
    ['packages/engine/src/a.ts', "import { x } from './b.test.ts';", 'may not import tests'],
    ['packages/identity/src/a.ts', "import { x } from '@atrium/engine/testing';", 'not on a floor below'],
    ['apps/web/src/a.tsx', "import { x } from '@atrium/sync/server';", 'not on a floor below'],
  ])('%s: %s', (path, text, why) => {
    expect(imports(path, text)).toEqual([expect.stringContaining(why)]);
  });

  test.each([
    ['packages/model/src/a.ts', "import { x } from '@atrium/protocol'; import { z } from 'zod';"],
    ['packages/identity/src/a.pg.test.ts', "import { x } from '@atrium/engine/testing'; import 'vitest';"],
    ['packages/model/src/a.test.ts', "import { readFileSync } from 'node:fs';"],
    ['packages/sync/src/client/a.test.ts', "import { x } from '../server/b.ts';"],
    ['packages/model/src/a.ts', "import { x } from './records/b.ts';"],
    ['packages/engine/src/log/a.pg.test.ts', "import { x } from '../testing/index.ts';"],
  ])('and lets right things pass: %s: %s', (path, text) => {
    expect(imports(path, text)).toEqual([]);
  });

  test('a circle, also of types only, and of a file with itself', () => {
    const circle = [
      readSource('packages/model/src/a.ts', "import type { B } from './b.ts'; export type A = B;"),
      readSource('packages/model/src/b.ts', "export type { C } from './c.ts';"),
      readSource('packages/model/src/c.ts', "export type C = import('./a.ts').A;"),
      readSource('packages/model/src/d.ts', "import './a.ts'; import './d.ts';"),
    ];
    expect(importCycles(circle)).toEqual([
      ['packages/model/src/a.ts', 'packages/model/src/b.ts', 'packages/model/src/c.ts'],
      ['packages/model/src/d.ts'],
    ]);
  });

  test.each([
    'const x = Date.now();',
    'const x = new Date();',
    'const x = Math.random();',
    'setTimeout(f, 1);',
  ])('impure: %s', (text) => {
    expect(purityProblems([readSource('packages/model/src/a.ts', text)])).toHaveLength(1);
    expect(purityProblems([readSource('packages/engine/src/a.ts', text)])).toEqual([]);
  });

  test('a field of that name is no clock', () => {
    const text = 'const x = { Date: 1, process: 2 }; const y = x.Date + x.process + Math.max(1, 2);';
    expect(purityProblems([readSource('packages/model/src/a.ts', text)])).toEqual([]);
  });

  test('names without a subject, default exports, files that grow for ever', () => {
    const shape = (path: string, text: string) => shapeProblems([readSource(path, text)]);
    expect(shape('packages/model/src/utils/a.ts', '')).toHaveLength(1);
    expect(shape('packages/model/src/types.ts', '')).toHaveLength(1);
    expect(shape('packages/model/src/a.ts', 'export default 1;')).toHaveLength(1);
    expect(shape('apps/web/vite.config.ts', 'export default 1;')).toEqual([]);
    expect(shape('packages/model/src/a.ts', '1;\n'.repeat(401))).toHaveLength(1);
    expect(shape('packages/model/src/a.ts', '1;\n'.repeat(400))).toEqual([]);
  });

  test('a dependency or a reference upstairs, and a missing one', () => {
    const model = packageOf('packages/model/src/a.ts');
    if (!model) throw new Error('the model is a package');
    const upstairs = { dependencies: { '@atrium/protocol': '0.1.0', '@atrium/engine': '0.1.0' } };
    expect(dependencyProblems(model, upstairs)).toEqual(['@atrium/model may not depend on @atrium/engine']);
    expect(dependencyProblems(model, {})).toEqual(['@atrium/model does not declare @atrium/protocol']);
    expect(referenceProblems(model, ['packages/protocol', 'packages/engine'])).toHaveLength(1);
  });
});
