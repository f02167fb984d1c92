import { expect, test } from 'vitest';
import { createComment } from '../comments/comment-commands.ts';
import { placeOf } from '../records/place-of.ts';
import { createWorld } from '../testing/world.ts';
import { parseScope, projectScope, recordScope, scopesOf, WORKSPACE_SCOPE } from './scope.ts';

test('[SCOPE1] each record is shown by the scopes of its place, a comment by its subject alone', () => {
  const world = createWorld();
  const project = world.project();
  const item = world.item(project);
  const comment = world.run(createComment(world.newId(), { subject: item.id, body: 'Hi' }));
  const scopes = (id: string) => scopesOf(id, placeOf(world.get(id))).sort();
  const sorted = (...names: string[]) => names.sort();
  expect(scopes(world.tenantId)).toEqual(sorted(recordScope(world.tenantId), WORKSPACE_SCOPE));
  expect(scopes(world.owner)).toEqual(sorted(recordScope(world.owner), WORKSPACE_SCOPE));
  expect(scopes(project.id)).toEqual(
    sorted(recordScope(project.id), WORKSPACE_SCOPE, projectScope(project.id)),
  );
  expect(scopes(item.id)).toEqual(sorted(recordScope(item.id), projectScope(project.id)));
  expect(scopes(comment.id)).toEqual(sorted(recordScope(comment.id), recordScope(item.id)));
});

test('[SCOPE2] only the three shapes of a scope are read', () => {
  const id = createWorld().owner;
  expect(parseScope(WORKSPACE_SCOPE)).toEqual({ kind: 'workspace' });
  expect(parseScope(projectScope(id))).toEqual({ kind: 'project', id });
  expect(parseScope(recordScope(id))).toEqual({ kind: 'record', id });
  for (const wrong of [
    '',
    'project',
    'project:',
    'project:x',
    `project:${id}:x`,
    `tenant:${id}`,
    ' workspace',
  ]) {
    expect(parseScope(wrong)).toBeUndefined();
  }
});
