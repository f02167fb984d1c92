import type { EntryField } from './entry-door.ts';

export type EntryValues = Partial<Record<EntryField, string>>;
export type EntryProblems = Partial<Record<EntryField, string>>;

export const PASSWORD_MIN = 10;

/** What is wrong with what was typed, as sentences; checks only the fields that are there. */
export function checkEntry(values: EntryValues, options: { newPassword: boolean }): EntryProblems {
  const problems: EntryProblems = {};
  const { name, email, password, workspace } = values;
  if (name !== undefined && name.trim() === '') problems.name = 'Tell others your name.';
  if (email !== undefined && !/^\S+@\S+\.\S+$/.test(email.trim())) {
    problems.email = email.trim() === '' ? 'Type your e-mail address.' : 'This is not an e-mail address yet.';
  }
  if (password !== undefined) {
    if (password === '') problems.password = 'Type your password.';
    else if (options.newPassword && password.length < PASSWORD_MIN) {
      problems.password = `Use ${PASSWORD_MIN} characters or more; a few words make a good one.`;
    }
  }
  if (workspace !== undefined && workspace.trim() === '') problems.workspace = 'Give the workspace a name.';
  return problems;
}
