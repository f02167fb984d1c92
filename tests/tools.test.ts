import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findChromium } from '../tools/chromium.mjs';
import { ROOT } from '../tools/prepare.mjs';
import { readResults, skipReasons } from '../tools/test-results.mjs';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'atrium-tools-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function report(testResults: object[]): string {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify({ testResults }));
  return file;
}

describe('counting what vitest reports', () => {
  const name = join(ROOT, 'packages/model/src/a.test.ts');

  test('passed, failed and skipped tests', () => {
    const assertionResults = [
      { status: 'passed', fullName: 'one' },
      { status: 'failed', fullName: 'two' },
      { status: 'skipped', fullName: 'three' },
      { status: 'todo', fullName: 'four' },
    ];
    const file = 'packages/model/src/a.test.ts';
    expect(readResults(report([{ name, status: 'failed', assertionResults }]))).toEqual({
      passed: 1,
      failed: [`${file}: two`],
      skipped: [
        { file, title: 'three' },
        { file, title: 'four' },
      ],
    });
  });

  test('a file that cannot be loaded is a failure, although no test in it failed', () => {
    expect(readResults(report([{ name, status: 'failed', assertionResults: [] }])).failed).toHaveLength(1);
  });

  test('no report at all is a failure', () => {
    expect(readResults(join(folder, 'none.json')).failed).toHaveLength(1);
  });
});

describe('why tests were skipped', () => {
  test('a build server may lack real data, but no reason of its own', () => {
    vi.stubEnv('ATRIUM_REAL_DATA', '');
    const skipped = [
      { file: 'a.test.ts', title: 'imports an archive (real data)' },
      { file: 'b.test.ts', title: 'works' },
    ];
    expect(skipReasons(skipped, false)).toEqual([
      { text: expect.stringContaining('ATRIUM_REAL_DATA'), isExpected: true },
      { text: 'b.test.ts: works', isExpected: false },
    ]);
    vi.unstubAllEnvs();
  });

  test('with the data at hand, skipping its tests is no longer expected', () => {
    vi.stubEnv('ATRIUM_REAL_DATA', '/somewhere');
    expect(skipReasons([{ file: 'a.test.ts', title: 'real data' }], false)).toEqual([
      { text: 'a.test.ts: real data', isExpected: false },
    ]);
    vi.unstubAllEnvs();
  });

  test('a machine without Chromium says how to get it', () => {
    expect(skipReasons([], true)).toEqual([
      { text: expect.stringContaining('apt-get install chromium'), isExpected: false },
    ]);
  });
});

test('a browser that was named, and is not there, is not replaced by another', () => {
  vi.stubEnv('CHROMIUM_PATH', join(folder, 'no-such-browser'));
  expect(findChromium()).toBeUndefined();
  vi.stubEnv('CHROMIUM_PATH', process.execPath);
  expect(findChromium()).toBe(process.execPath);
  vi.unstubAllEnvs();
});
