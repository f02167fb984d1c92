import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { ROOT } from './prepare.mjs';

/**
 * @typedef {{ file: string, title: string }} SkippedTest
 * @typedef {{ text: string, isExpected: boolean }} SkipReason
 */

/**
 * Vitest's JSON report, counted. A file that could not even be loaded counts as one failed test.
 * @param {string} report
 * @returns {{ passed: number, failed: string[], skipped: SkippedTest[] }}
 */
export function readResults(report) {
  let files;
  try {
    files = JSON.parse(readFileSync(report, 'utf8')).testResults;
  } catch {
    return {
      passed: 0,
      failed: ['vitest left no report: it did not get as far as running tests'],
      skipped: [],
    };
  }
  const results = {
    passed: 0,
    failed: /** @type {string[]} */ ([]),
    skipped: /** @type {SkippedTest[]} */ ([]),
  };
  for (const { name, status, assertionResults } of files) {
    const file = relative(ROOT, name);
    let isExplained = false;
    for (const test of assertionResults) {
      if (test.status === 'passed') results.passed += 1;
      else if (test.status === 'failed') {
        isExplained = true;
        results.failed.push(`${file}: ${test.fullName}`);
      } else results.skipped.push({ file, title: test.fullName });
    }
    if (status === 'failed' && !isExplained) results.failed.push(`${file}: the file itself failed`);
  }
  return results;
}

/** What a test may need that a machine may lack; its file or its title names it. */
const NEEDS = [
  {
    pattern: /real data/i,
    isMissing: () => !process.env.ATRIUM_REAL_DATA,
    text: 'no real data: set ATRIUM_REAL_DATA to a folder with exported data sets',
    isExpected: true,
  },
  {
    pattern: /redis/i,
    isMissing: () => true,
    text: 'no Redis: `apt-get install redis-server`',
    isExpected: false,
  },
  {
    pattern: /PostgreSQL 15/i,
    isMissing: () => true,
    text: "no PostgreSQL 15 beside the embedded one: Debian's package is postgresql-15",
    isExpected: true,
  },
];

/**
 * Why tests were skipped, one line per reason. `isExpected` says whether a build server may skip it, too.
 * @param {SkippedTest[]} skipped
 * @param {boolean} withoutBrowser
 * @returns {SkipReason[]}
 */
export function skipReasons(skipped, withoutBrowser) {
  /** @type {SkipReason[]} */
  const reasons = [];
  if (withoutBrowser) {
    const text = 'all browser tests: no Chromium (`apt-get install chromium`, or set CHROMIUM_PATH)';
    reasons.push({ text, isExpected: false });
  }
  let rest = skipped;
  for (const need of NEEDS) {
    const hit = rest.filter((test) => need.isMissing() && need.pattern.test(`${test.file} ${test.title}`));
    rest = rest.filter((test) => !hit.includes(test));
    if (hit.length > 0) reasons.push({ text: `${hit.length} × ${need.text}`, isExpected: need.isExpected });
  }
  return [...reasons, ...rest.map(({ file, title }) => ({ text: `${file}: ${title}`, isExpected: false }))];
}
