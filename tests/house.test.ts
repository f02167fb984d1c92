import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
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

/** Ids of rules, such as `[LOG3]` in the title of a test or `**LOG3**` at the head of a line of a SPEC.md. */
function rulesOf(paths: readonly string[], pattern: RegExp): string[] {
  const texts = paths.map((path) => readFileSync(join(ROOT, path), 'utf8'));
  return [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, rule]) => rule ?? '')))];
}

const WRITTEN = /^[-*] \*{0,2}\[?([A-Z]+\d+)\]?\*{0,2}/gm;
const TESTED = /\[([A-Z]+\d+)\]/g;
const specs = files.filter((path) => path.endsWith('/SPEC.md'));

test.each(specs)('every rule of %s has a test, and every rule that a test names exists', (spec) => {
  const folder = spec.slice(0, -'SPEC.md'.length);
  const own = files.filter((path) => path.startsWith(folder) && /\.(test|contract)\.tsx?$/.test(path));
  const overall = files.filter(
    (path) => /^tests\/.*\.test\.ts$/.test(path) && path !== 'tests/house.test.ts',
  );
  const written = rulesOf([spec], WRITTEN);
  const tested = rulesOf(own, TESTED);
  expect(written.length).toBeGreaterThan(0);
  expect(tested.filter((rule) => !written.includes(rule))).toEqual([]);
  const held = [...tested, ...rulesOf(overall, TESTED)];
  expect(written.filter((rule) => !held.includes(rule))).toEqual([]);
});

/** Links of a Markdown file and the paths it quotes in backticks, as paths from the root. */
function placesIn(path: string): string[] {
  const text = readFileSync(join(ROOT, path), 'utf8').replace(/^```.*?^```/gms, '');
  const links = [...text.matchAll(/\]\((?!\w+:)([^)#\s]+)[^)]*\)/g)].map(([, link]) =>
    posix.join(posix.dirname(path), link ?? ''),
  );
  const quoted = [...text.matchAll(/`((?:packages|apps|tools|tests|docs|bench)\/[\w./-]+)`/g)].map(
    ([, file]) => file ?? '',
  );
  return [...links, ...quoted];
}

test('what the documentation points to exists', () => {
  const documents = files.filter((path) => path.endsWith('.md'));
  const places = documents.flatMap((path) => placesIn(path).map((place) => ({ path, place })));
  expect(places.length).toBeGreaterThan(20);
  expect(
    places
      .filter(({ place }) => !existsSync(join(ROOT, place)))
      .map(({ path, place }) => `${path}: ${place}`),
  ).toEqual([]);
});
