import { describe, expect, it } from 'vitest';
import { checkEntry } from './entry-checks.ts';

describe('what was typed on the way in', () => {
  it('passes when nothing is wrong', () => {
    const values = { name: 'Ada', email: ' ada@acme.org ', password: 'correct horse', workspace: 'Acme' };
    expect(checkEntry(values, { newPassword: true })).toEqual({});
  });

  it('says a sentence for every field that is there and empty', () => {
    const problems = checkEntry({ name: ' ', email: '', password: '', workspace: '' }, { newPassword: true });
    expect(Object.keys(problems).sort()).toEqual(['email', 'name', 'password', 'workspace']);
    for (const sentence of Object.values(problems)) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });

  it('measures only new passwords', () => {
    expect(checkEntry({ password: 'short' }, { newPassword: true }).password).toMatch(/10 characters/);
    expect(checkEntry({ password: 'short' }, { newPassword: false })).toEqual({});
  });
});
