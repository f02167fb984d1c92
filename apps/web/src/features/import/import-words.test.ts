import type { ImportJob } from '@atrium/protocol/api';
import { expect, test } from 'vitest';
import { countRows, isAtWork, progressOf, stageOf, stageSentence } from './import-words.ts';

const none = { created: 0, unchanged: 0 };
const job = (part: Partial<ImportJob>, items = none): ImportJob => ({
  id: 'i',
  projectId: 'p',
  state: 'done',
  file: 'archive.json',
  dryRun: false,
  bytesRead: 50,
  bytesTotal: 200,
  startedAt: '2026-01-01T00:00:00.000Z',
  report: {
    dryRun: false,
    source: '',
    projects: none,
    items,
    comments: none,
    people: { created: 2, unchanged: 1 },
    labels: none,
    links: none,
    refused: [],
  },
  ...part,
});

test('a report counts what is there', () => {
  expect(countRows(job({}).report)).toEqual([{ label: 'People', created: 2, unchanged: 1 }]);
});

test('progress follows what the try-out found, else the bytes, and ends at the end', () => {
  expect(progressOf(job({ state: 'running' }, { created: 30, unchanged: 20 }), 200)).toBe(0.25);
  expect(progressOf(job({ state: 'running' }))).toBe(0.25);
  expect(progressOf(job({}))).toBe(1);
  expect(progressOf(job({ state: 'running', bytesTotal: 0 }))).toBe(0);
});

test('a try-out and an import are told apart', () => {
  expect(stageOf(job({ dryRun: true }))).toBe('tried');
  expect(stageOf(job({ dryRun: true, state: 'running' }))).toBe('trying');
  expect(stageOf(job({}))).toBe('imported');
  expect(isAtWork(job({ state: 'undoing' }))).toBe(true);
  expect(isAtWork(job({ state: 'undone' }))).toBe(false);
});

test('every stage is a sentence', () => {
  expect(stageSentence(job({ dryRun: true }, { created: 650, unchanged: 0 }))).toMatch(
    /650 work items would/,
  );
  expect(stageSentence(job({}, { created: 1, unchanged: 0 }))).toBe('1 work item imported.');
  expect(stageSentence(job({}, { created: 0, unchanged: 9 }))).toMatch(/already/);
  const error = { code: 'INVALID_INPUT', message: 'This is no archive.' };
  expect(stageSentence(job({ state: 'failed', error }))).toBe('This is no archive.');
});
