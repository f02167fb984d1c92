import type { LogVerification } from '@atrium/protocol/api';
import { expect, test } from 'vitest';
import { verificationWords } from './verification-words.ts';

const known: LogVerification = {
  head: 12_345,
  state: 'held',
  position: 12_340,
  verifiedPosition: 12_340,
  verifiedAt: '2026-11-20T12:03:00.000Z',
  target: null,
  startedAt: null,
  startedBy: null,
  broken: null,
};

test('a chain that held says how far, and what came since', () => {
  const { tone, title, more } = verificationWords(known);
  expect(tone).toBe('good');
  expect(title).toBe(`History is whole: ${(12_340).toLocaleString()} changes verified`);
  expect(more).toContain('5 changes since then.');
});

test('a break is named by its position', () => {
  const broken = { position: 7, reason: 'The hash differs.', at: '2026-11-20T12:03:00.000Z' };
  expect(verificationWords({ ...known, state: 'broken', broken })).toMatchObject({
    tone: 'broken',
    title: 'The history does not hold at position 7',
  });
});

test('what runs, was interrupted or never began says so', () => {
  expect(verificationWords({ ...known, state: 'running', position: 1, target: 2 }).title).toBe(
    'Verifying: 1 of 2 changes',
  );
  expect(verificationWords({ ...known, state: 'stopped' }).title).toBe('Verifying was interrupted');
  expect(verificationWords({ ...known, state: 'never', verifiedAt: null }).title).toBe('Not verified yet');
});
