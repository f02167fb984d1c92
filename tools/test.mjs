// npm test: everything that this machine can check, in the order in which failures are cheapest.
// `npm test -- <file or name>` runs only the tests that match, without the other steps.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { checkNode, install, ROOT, say, TSC } from './prepare.mjs';
import { readResults, skipReasons } from './test-results.mjs';

checkNode();
install();

const isTerminal = process.stdout.isTTY;
const COLOURS = isTerminal ? {} : { NO_COLOR: '1' };
const inCi = process.env.CI === 'true';
const BIN = join(ROOT, 'node_modules/.bin');
const env = { ...process.env, PATH: `${BIN}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}` };
const totals = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const failures = [];
/** @type {string[]} */
const skips = [];

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [more]
 */
function node(args, more = {}) {
  const result = spawnSync(process.execPath, args, { cwd: ROOT, env: { ...env, ...more }, stdio: 'inherit' });
  return result.status === 0;
}

/** @param {string} name */
function program(name) {
  return name === 'biome'
    ? join(ROOT, 'node_modules/@biomejs/biome/bin/biome')
    : join(ROOT, 'node_modules/@bufbuild/buf/bin/buf');
}

/**
 * @param {string} name
 * @param {() => boolean} check
 */
function step(name, check) {
  say(`\n== ${name}`);
  if (check()) {
    totals.passed += 1;
  } else {
    totals.failed += 1;
    failures.push(name);
  }
}

/**
 * @param {string} what
 * @param {boolean} expected
 */
function skip(what, expected) {
  skips.push(what);
  if (!inCi || expected) return;
  totals.failed += 1;
  failures.push(`skipped, which a build server may not: ${what}`);
}

function checkGenerated() {
  const folder = mkdtempSync(join(tmpdir(), 'atrium-generated-'));
  try {
    if (!node([program('buf'), 'lint', 'packages/protocol'])) return false;
    if (!node([program('buf'), 'generate', 'packages/protocol', '--output', folder])) return false;
    const path = 'packages/protocol/src/generated/atrium/wire/v1';
    return readdirSync(join(ROOT, path)).every((file) => {
      const same = readFileSync(join(ROOT, path, file)).equals(readFileSync(join(folder, path, file)));
      if (!same) say(`${path}/${file} is not what its schema says: run \`npm run generate\`.`);
      return same;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string[]} selection */
function runVitest(selection) {
  const report = join(mkdtempSync(join(tmpdir(), 'atrium-test-')), 'report.json');
  const args = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...selection];
  args.push('--reporter=default', '--reporter=json', `--outputFile.json=${report}`);
  if (selection.length === 0) args.push('--coverage');
  if (findChromium() === undefined) args.push('--project', '!browser');
  const isFine = node(args, COLOURS);
  const results = readResults(report);
  rmSync(join(report, '..'), { recursive: true, force: true });
  totals.passed += results.passed;
  totals.failed += results.failed.length;
  totals.skipped += results.skipped.length;
  failures.push(...results.failed);
  if (!isFine && results.failed.length === 0) {
    totals.failed += 1;
    failures.push(
      'vitest ended badly though every test passed: coverage below 80 %, or an error outside of tests',
    );
  }
  return results.skipped;
}

const selection = process.argv.slice(2);
if (selection.length === 0) {
  step('Lint and formatting (biome ci)', () =>
    node([program('biome'), 'ci', '.', ...(isTerminal ? [] : ['--colors=off'])]),
  );
  if (spawnSync(process.execPath, [program('buf'), '--version'], { env }).status === 0) {
    step('Generated code is current (buf generate)', checkGenerated);
  } else {
    totals.skipped += 1;
    skip(
      "the check of generated code: buf's binary is not installed (its install script did not run)",
      false,
    );
  }
  step('Types, tests included (tsc -b)', () => node([TSC, '-b']));
}

say('\n== Tests (vitest): architecture, pure, database, browser');
const skipped = runVitest(selection);
for (const reason of skipReasons(skipped, findChromium() === undefined)) skip(reason.text, reason.isExpected);

if (skips.length > 0) say(`\nSkipped:\n${skips.map((line) => `  - ${line}`).join('\n')}`);
if (failures.length > 0) say(`\nFailed:\n${failures.map((line) => `  - ${line}`).join('\n')}`);
const tail = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
process.exitCode = failures.length > 0 ? 1 : 0;
process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed${tail}\n`);
