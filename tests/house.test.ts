import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../tools/prepare.mjs';
import { filesOf } from '../tools/tree.ts';

const TEXT =
  /(\.(ts|tsx|mjs|js|json|md|yml|yaml|sql|proto|css|html|svg|sh|toml|conf)|\/run|Dockerfile|\.npmrc)$/;
const files = filesOf().filter((path) => TEXT.test(path));

/** Files in which a pattern occurs, with the first place. */
function occurrences(pattern: RegExp, paths = files): string[] {
  return paths.flatMap((path) => {
    const hit = pattern.exec(readFileSync(join(ROOT, path), 'utf8'));
    return hit ? [`${path}: ${hit[0]}`] : [];
  });
}

function registryHost(): string {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const registry = execFileSync(npm, ['config', 'get', 'registry'], { cwd: ROOT, encoding: 'utf8' });
  return new URL(registry.trim()).host;
}

test('no file names a place of the machine on which it was written', () => {
  // In pieces, so that this file does not find itself.
  const home = new RegExp(
    `(${['/wo', 'rk/(main|shared)'].join('')}|${['/ro', 'ot/'].join('')}|${['/ho', 'me/[a-z]'].join('')})`,
  );
  expect(occurrences(home)).toEqual([]);
});

test('no file names the package registry of the machine on which it was written', () => {
  const host = registryHost();
  if (host === 'registry.npmjs.org') return;
  expect(occurrences(new RegExp(host.replaceAll('.', '\\.')))).toEqual([]);
});

test('the lock installs from whatever registry npm is set to', () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { resolved?: string }>;
  };
  const entries = Object.entries(packages);
  expect(entries.length).toBeGreaterThan(100);
  expect(entries.filter(([, { resolved }]) => resolved?.includes('://')).map(([name]) => name)).toEqual([]);
});

test('every version is exact', () => {
  const manifests = filesOf().filter((path) => /(^|\/)package\.json$/.test(path));
  expect(manifests.length).toBeGreaterThan(5);
  const loose = manifests.flatMap((path) => {
    const manifest = JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    return ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].flatMap((kind) =>
      Object.entries(manifest[kind] ?? {})
        .filter(([, version]) => !/^(npm:@?[\w./-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
        .map(([name, version]) => `${path}: ${name} ${version}`),
    );
  });
  expect(loose).toEqual([]);
});

test('nothing is silenced, and nothing is left for later', () => {
  const sources = files.filter(
    (path) =>
      /^(packages|apps|bench|tools)\//.test(path) &&
      /\.(tsx?|mjs)$/.test(path) &&
      !path.includes('/generated/'),
  );
  const marks = ['@ts-' + 'ignore', '@ts-' + 'nocheck', '\\bTO' + 'DO\\b', '\\bFIX' + 'ME\\b'];
  expect(occurrences(new RegExp(marks.join('|')), sources)).toEqual([]);
});
