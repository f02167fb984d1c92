import type { Role } from '@atrium/model';
import { expect, test } from 'vitest';
import { membershipProblem, roleChoices } from './member-rights.ts';

const person = (id: string, role: Role) => ({
  id,
  role,
  name: id,
  handle: undefined,
  email: undefined,
  placeholder: false,
});
const allowed = (me: Role, of: Role) =>
  roleChoices(person('me', me), person('other', of))
    .filter((choice) => choice.allowed)
    .map(({ role }) => role);

test('only owners make or unmake owners', () => {
  expect(allowed('owner', 'agent')).toContain('owner');
  expect(allowed('admin', 'agent')).toEqual(['admin', 'manager', 'agent', 'readOnly']);
  expect(allowed('admin', 'owner')).toEqual([]);
  expect(allowed('manager', 'agent')).toEqual([]);
});

test('the last owner stays, everyone else may leave, only admins send others away', () => {
  expect(membershipProblem(person('me', 'owner'), person('me', 'owner'), 1)).toMatch(/at least one owner/);
  expect(membershipProblem(person('me', 'owner'), person('me', 'owner'), 2)).toBeUndefined();
  expect(membershipProblem(person('me', 'agent'), person('me', 'agent'), 1)).toBeUndefined();
  expect(membershipProblem(person('me', 'agent'), person('other', 'agent'), 1)).toMatch(/Only owners/);
  expect(membershipProblem(person('me', 'admin'), person('other', 'owner'), 2)).toMatch(/owner/);
  expect(membershipProblem(person('me', 'admin'), person('other', 'agent'), 1)).toBeUndefined();
});
