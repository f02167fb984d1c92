import { expect, test } from 'vitest';
import { homeWorkspace } from './last-workspace.ts';

const workspaces = [{ slug: 'one' }, { slug: 'two' }];

test('one lands where one was last, as long as one is still a member there', () => {
  expect(homeWorkspace(workspaces, 'two')?.slug).toBe('two');
  expect(homeWorkspace(workspaces, 'left')?.slug).toBe('one');
  expect(homeWorkspace([], 'two')).toBeUndefined();
});
