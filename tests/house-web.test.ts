import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { isTestFile } from '../tools/floors.ts';
import { ROOT } from '../tools/prepare.mjs';
import { readSource, type Source } from '../tools/read-source.ts';
import { filesOf } from '../tools/tree.ts';

const WEB = 'apps/web/src';

/** What each folder of the web app may know, beside itself; ARCHITECTURE.md has the reasons. */
const MAY_KNOW: Readonly<Record<string, readonly string[]>> = {
  design: [],
  shell: ['design'],
  offline: [],
  worker: ['offline'],
  workspace: ['design', 'offline'],
  features: ['design', 'shell', 'offline', 'workspace'],
  app: ['design', 'shell', 'offline', 'workspace', 'features', 'gallery'],
};

function folderOf(path: string): string {
  return posix.relative(WEB, path).split('/')[0] ?? '';
}

/** Imports of the web app that lead to a folder which theirs may not know, types included. */
function upward(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, imports }) => {
    const allowed = MAY_KNOW[folderOf(path)];
    if (!allowed || isTestFile(path)) return [];
    return imports
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ specifier }) => posix.join(posix.dirname(path), specifier))
      .filter((target) => target.startsWith(`${WEB}/`))
      .filter((target) => folderOf(target) !== folderOf(path) && !allowed.includes(folderOf(target)))
      .map((target) => `${path} → ${target}`);
  });
}

test('the folders of the web app know only what ARCHITECTURE.md lets them', () => {
  const sources = filesOf(WEB)
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => readSource(path, readFileSync(join(ROOT, path), 'utf8')));
  const folders = new Set(sources.map(({ path }) => folderOf(path)));
  expect(Object.keys(MAY_KNOW).filter((folder) => !folders.has(folder))).toEqual([]);
  expect(upward(sources)).toEqual([]);
});

test.each([
  ['design/button.tsx', "import { x } from '../shell/page.tsx';"],
  ['shell/page.tsx', "import type { X } from '../workspace/use-records.ts';"],
  ['features/board/board.tsx', "import type { X } from '../../app/router.tsx';"],
])('%s: %s would be found', (path, text) => {
  expect(upward([readSource(`${WEB}/${path}`, text)])).toHaveLength(1);
});
