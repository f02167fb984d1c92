import { expect, test } from 'vitest';
import { claimPerson, createPerson } from '../people/person-commands.ts';
import { createWorld, type World } from '../testing/world.ts';
import {
  createComment,
  deleteComment,
  editComment,
  reopenThread,
  resolveThread,
  restoreComment,
} from './comment-commands.ts';
import { reactionsOf, reactToComment, unreactToComment } from './reaction-commands.ts';

test('[CMT1] a comment counts on its subject while it lives', () => {
  const { world, item } = setting();
  const count = () => world.get(item.id).fields.commentCount;
  const comment = world.run(createComment(world.newId(), { subject: item.id, body: 'One' }));
  world.run(createComment(world.newId(), { subject: item.id, body: 'Two' }));
  expect(count()).toBe(2);
  world.run(deleteComment(comment));
  world.run(deleteComment(world.get(comment.id)));
  expect(count()).toBe(1);
  world.run(restoreComment(world.get(comment.id)));
  expect(count()).toBe(2);
  const onProject = createComment(world.newId(), { subject: String(item.fields.project), body: 'Hi' });
  expect(world.run(onProject).fields.project).toBe(item.fields.project);
  const onComment = createComment(world.newId(), { subject: comment.id, body: 'Hi' });
  expect(world.refused(onComment).code).toBe('NOT_FOUND');
});

test('[CMT2] answering a reply answers its thread', () => {
  const { world, item } = setting();
  const say = (parent?: string, subject = item.id) =>
    createComment(world.newId(), { subject, body: 'Hm', parent });
  const root = world.run(say());
  const reply = world.run(say(root.id));
  expect(world.run(say(reply.id)).fields.parent).toBe(root.id);
  const other = world.item(world.get(String(item.fields.project)));
  expect(world.refused(say(root.id, other.id)).code).toBe('INVALID_INPUT');
});

test('[CMT3] only the author edits; the author and whoever manages delete and restore', () => {
  const { world, item } = setting();
  const [author, other] = [world.person({}).id, world.person({}).id];
  const comment = world.run(createComment(world.newId(), { subject: item.id, body: 'Mine' }), { as: author });
  expect(world.refused(editComment(comment, { body: 'x' })).code).toBe('FORBIDDEN');
  expect(world.refused(editComment(comment, { body: 'x' }), { as: other }).code).toBe('FORBIDDEN');
  const edited = world.run(editComment(comment, { body: 'Better' }), { as: author });
  expect(edited.fields).toMatchObject({ body: 'Better', editedAt: edited.updatedAt });
  expect(world.refused(deleteComment(edited), { as: other }).code).toBe('FORBIDDEN');
  world.run(deleteComment(edited));
  expect(world.refused(restoreComment(world.get(comment.id)), { as: other }).code).toBe('FORBIDDEN');
  world.run(restoreComment(world.get(comment.id)), { as: author });
});

test('[CMT3] whoever claimed the placeholder of an imported comment is its author', () => {
  const { world, item } = setting();
  const ghost = world.run(createPerson(world.newId(), { name: 'Ghost', placeholder: true }));
  const member = world.person({}).id;
  const origin = { at: '2020-01-01T00:00:00.000Z', personId: ghost.id, source: 'GitHub a/b#1' };
  const draft = createComment(world.newId(), { subject: item.id, body: 'Old' });
  const comment = world.run(draft, { via: 'import', origin });
  expect(world.refused(editComment(comment, { body: 'New' }), { as: member }).code).toBe('FORBIDDEN');
  world.run(claimPerson(ghost, { personId: member }));
  expect(world.run(editComment(comment, { body: 'New' }), { as: member }).fields.body).toBe('New');
});

test('[CMT4] each person changes only their own reactions, and two never conflict', () => {
  const { world, item } = setting();
  const [a, b] = [world.person({}).id, world.person({}).id];
  const comment = world.run(createComment(world.newId(), { subject: item.id, body: 'Hi' }));
  const react = reactToComment(comment, { emoji: '👍' });
  world.run(react, { as: a });
  world.run(react, { as: a });
  world.run(react, { as: b });
  world.run(reactToComment(comment, { emoji: '❤️' }), { as: b });
  expect(reactionsOf(world.get(comment.id))).toEqual({ '👍': [a, b], '❤️': [b] });
  world.run(unreactToComment(comment, { emoji: '👍' }), { as: a });
  world.run(unreactToComment(comment, { emoji: '❤️' }), { as: b });
  expect(reactionsOf(world.get(comment.id))).toEqual({ '👍': [b] });
  for (const emoji of ['', 'yes', '12', '👍 ']) {
    expect(world.refused(reactToComment(comment, { emoji })).code).toBe('INVALID_INPUT');
  }
});

test('[CMT5] a thread is resolved and reopened at its first comment', () => {
  const { world, item } = setting();
  const root = world.run(createComment(world.newId(), { subject: item.id, body: 'Hi' }));
  const reply = world.run(createComment(world.newId(), { subject: item.id, body: 'Ho', parent: root.id }));
  const resolved = world.run(resolveThread(root));
  expect(resolved.fields).toMatchObject({ resolvedBy: world.owner, resolvedAt: resolved.updatedAt });
  expect(world.run(resolveThread(root)).version).toBe(resolved.version);
  expect(world.run(reopenThread(resolved)).fields).not.toHaveProperty('resolvedAt');
  expect(world.refused(resolveThread(reply)).code).toBe('INVALID_INPUT');
});

function setting(): { world: World; item: ReturnType<World['item']> } {
  const world = createWorld();
  return { world, item: world.item(world.project()) };
}
