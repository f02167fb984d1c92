import type { Command } from '@atrium/protocol';
import { expect, test } from 'vitest';
import type { CommandDraft } from '../commands/command-definition.ts';
import { createComment, deleteComment } from '../comments/comment-commands.ts';
import { createLabel, deleteLabel } from '../projects/label.ts';
import { archiveProject } from '../projects/project-commands.ts';
import { createWorld, type World } from '../testing/world.ts';
import { deleteWorkItem, updateWorkItem } from '../work-items/work-item-commands.ts';
import { previewCommand, withPast } from './preview.ts';
import { restoreVersion } from './restore-command.ts';
import { restoreDeleted } from './restore-deleted-command.ts';

function preview(world: World, draft: CommandDraft, read = world.read) {
  const command: Command = { ...draft, id: world.newId(), issuedAt: '2026-02-01T00:00:00.000Z' };
  const actor = { personId: world.owner, via: 'web' } as const;
  return previewCommand(command, { actor, now: '2026-02-01T00:00:00.000Z', read });
}

test('[HIST1] a preview gives the records as the command then leaves them, and changes nothing', () => {
  const world = createWorld();
  const item = world.item(world.project(), { title: 'Once', estimate: 1 });
  const later = world.run(updateWorkItem(item, { set: { title: 'Later', estimate: 3 } }));
  const draft = restoreVersion(later, { version: 1, fields: ['title'] });
  const before = world.log.length;
  const foreseen = preview(world, draft);
  expect(world.log.length).toBe(before);
  if (!foreseen?.ok) throw new Error('It was refused');
  expect(foreseen.records.map(({ change, fields }) => ({ change, fields }))).toEqual([
    { change: 'changed', fields: ['title'] },
  ]);
  expect(foreseen.records[0]?.before).toEqual(later);
  expect(world.run(draft).fields).toEqual(foreseen.records[0]?.after.fields);
});

test('[HIST1] a refusal is foreseen as it then comes', () => {
  const world = createWorld();
  const project = world.project();
  const item = world.item(project, { title: 'Once' });
  const later = world.run(updateWorkItem(item, { set: { title: 'Later' } }));
  world.run(archiveProject(project));
  const draft = restoreVersion(later, { version: 1 });
  expect(preview(world, draft)).toEqual({ ok: false, refusal: world.refused(draft) });
});

test('[HIST2] a preview names the values that stay out, because what they refer to is deleted', () => {
  const world = createWorld();
  const project = world.project();
  const label = world.run(createLabel(world.newId(), { project: project.id, name: 'One' }));
  const item = world.item(project, { title: 'Once', labels: [label.id] });
  const later = world.run(updateWorkItem(item, { set: { title: 'Later' }, remove: { labels: [label.id] } }));
  world.run(deleteLabel(label));
  const foreseen = preview(world, restoreVersion(later, { version: 1 }));
  expect(foreseen).toMatchObject({
    ok: true,
    records: [{ fields: ['title'] }],
    left: { labels: [label.id] },
  });
  expect(preview(world, restoreVersion(later, { version: 1, fields: ['title'] }))).toMatchObject({
    left: {},
  });
});

test('[HIST3] who does not hold the past foresees nothing of it, until it is told', () => {
  const world = createWorld();
  const item = world.item(world.project(), { title: 'Once' });
  const later = world.run(updateWorkItem(item, { set: { title: 'Later' } }));
  const draft = restoreVersion(later, { version: 1 });
  const { stateAt: _, ...blind } = world.read;
  expect(preview(world, draft, blind)).toBeUndefined();
  expect(preview(world, draft, withPast(blind, item))).toEqual(preview(world, draft));
});

test('[HIST4] a deleted record comes back with what was deleted along, undoably', () => {
  const world = createWorld();
  const project = world.project();
  const epic = world.item(project, { type: 'epic', title: 'Epic' });
  const child = world.item(project, { title: 'Child', parent: epic.id });
  const comment = world.run(createComment(world.newId(), { subject: child.id, body: 'Said' }));
  world.run(deleteComment(comment));
  for (const { id } of [child, epic]) world.run(deleteWorkItem(world.get(id)));
  const draft = restoreDeleted(world.get(child.id), { along: [comment.id, epic.id] });
  const foreseen = preview(world, draft);
  expect(foreseen?.ok && foreseen.records.map(({ change }) => change)).toEqual([
    'restored',
    'restored',
    'restored',
  ]);
  const sent = world.send(draft);
  if (!sent.ok) throw new Error(sent.refusal.message);
  expect(sent.events.filter(({ change }) => change === 'restored').map(({ recordId }) => recordId)).toEqual([
    epic.id,
    child.id,
    comment.id,
  ]);
  for (const { id } of [epic, child, comment]) expect(world.get(id).deletedAt).toBeNull();
  expect(world.get(child.id).fields.commentCount).toBe(1);
  world.run({
    name: 'history.undo',
    recordId: child.id,
    baseVersion: 1,
    input: { commandId: sent.commandId },
  });
  for (const { id } of [epic, child, comment]) expect(world.get(id).deletedAt).not.toBeNull();
  expect(world.get(child.id).fields.commentCount).toBe(0);
});

test('[HIST3] what is deleted is not with every client, which then leaves it to the server', () => {
  const world = createWorld();
  const item = world.item(world.project());
  const deleted = world.run(deleteWorkItem(item));
  const without = { ...world.read, get: (id: string) => (id === item.id ? undefined : world.read.get(id)) };
  expect(preview(world, restoreDeleted(deleted), without)).toBeUndefined();
  expect(preview(world, restoreDeleted(deleted))).toMatchObject({ ok: true });
});

test('[HIST4] several comments count each, and what lives already stays as it is', () => {
  const world = createWorld();
  const item = world.item(world.project());
  const [one, two, three] = ['One', 'Two', 'Three'].map((body) =>
    world.run(createComment(world.newId(), { subject: item.id, body })),
  );
  if (!one || !two || !three) throw new Error('No comments');
  world.run(deleteComment(one));
  world.run(deleteComment(two));
  world.run(restoreDeleted(one, { along: [two.id, three.id] }));
  expect(world.get(item.id).fields.commentCount).toBe(3);
  expect(world.send(restoreDeleted(one))).toMatchObject({ ok: true, events: [] });
});

test('[HIST5] all come back or none, each with the right of its own; the refusal says which', () => {
  const world = createWorld();
  const open = world.item(world.project());
  const secret = world.item(world.project({ key: 'SEC', visibility: 'private' }));
  const agent = world.person({ role: 'agent' }).id;
  for (const { id } of [open, secret]) world.run(deleteWorkItem(world.get(id)));
  const both = restoreDeleted(world.get(open.id), { along: [secret.id] });
  expect(world.refused(both, { as: agent })).toMatchObject({
    code: 'NOT_FOUND',
    details: { recordId: secret.id },
  });
  expect(world.get(open.id).deletedAt).not.toBeNull();
  const reader = world.person({ role: 'readOnly' }).id;
  expect(world.refused(restoreDeleted(open), { as: reader }).code).toBe('FORBIDDEN');
  expect(world.refused(restoreDeleted(secret), { as: agent }).code).toBe('NOT_FOUND');
  world.run(restoreDeleted(open), { as: agent });
});

test('[RESTORE5] a comment that a restore brings back counts on its subject again', () => {
  const world = createWorld();
  const item = world.item(world.project());
  const comment = world.run(createComment(world.newId(), { subject: item.id, body: 'Said' }));
  const deleted = world.run(deleteComment(comment));
  world.run(restoreVersion(deleted, { version: 1 }));
  expect(world.get(comment.id).deletedAt).toBeNull();
  expect(world.get(item.id).fields.commentCount).toBe(1);
});
