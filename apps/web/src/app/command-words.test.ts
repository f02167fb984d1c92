import type { RecordState } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { commandWords } from './command-words.ts';

const record = { fields: { title: 'Pay without an account' } } as unknown as RecordState;

test('commands are said with what they are about', () => {
  expect(commandWords({ name: 'work_item.move', input: { status: 'done' } }, record)).toBe(
    'Move work item “Pay without an account”',
  );
  expect(commandWords({ name: 'project.create', input: { name: 'Pier', key: 'PIE' } }, undefined)).toBe(
    'Create project “Pier”',
  );
  expect(commandWords({ name: 'history.undo', input: {} }, record)).toBe(
    'Undo a change to “Pay without an account”',
  );
});

test('a command nobody has words for is still a sentence, and long titles are cut', () => {
  expect(commandWords({ name: 'work_item.polish', input: {} }, undefined)).toBe('Change work item');
  const words = commandWords({ name: 'comment.create', input: { body: 'x'.repeat(200) } }, undefined);
  expect(words.length).toBeLessThan(90);
  expect(words).toMatch(/…”$/);
});
