import type { Command, RecordState } from '@atrium/protocol';
import { expect, test } from 'vitest';
import type { CommandDraft } from '../commands/command-definition.ts';
import { createComment, editComment } from '../comments/comment-commands.ts';
import { restoreVersion } from '../history/restore-command.ts';
import { deactivatePerson, updatePerson } from '../people/person-commands.ts';
import { archiveProject, setProjectMember, updateProject } from '../projects/project-commands.ts';
import { createWorld } from '../testing/world.ts';
import { deleteWorkItem, moveWorkItem, updateWorkItem } from '../work-items/work-item-commands.ts';
import { givenUpValues, settleConflict } from './settle-conflict.ts';
import { type Choice, canMergeInto, conflictOf, settlementOf } from './settlement.ts';

/** Mine and theirs, made on the same version; mine comes second and is refused. */
function meeting(mine: (item: RecordState) => CommandDraft, theirs: (item: RecordState) => CommandDraft) {
  const world = createWorld();
  const ben = world.person({ role: 'agent' }).id;
  const project = world.project();
  const item = world.item(project, { title: 'Paint the pier' });
  world.run(theirs(item), { as: ben });
  const draft = mine(item);
  const command: Command = { ...draft, id: world.newId(), issuedAt: '2026-01-31T09:00:00.000Z' };
  const conflict = conflictOf(world.refused(draft));
  if (!conflict) throw new Error('These two do not meet.');
  const settle = (choices: { [field: string]: Choice }) => {
    const settled = settlementOf(command, conflict, choices, world.newId());
    const kept = settled.givenUp && world.run(settled.givenUp);
    if (settled.change) world.run(settled.change);
    return { ...settled, kept, item: world.get(item.id) };
  };
  return { world, ben, project, item, command, conflict, settle };
}

const titles = () =>
  meeting(
    (item) => updateWorkItem(item, { set: { title: 'Mine', estimate: 3 }, add: {} }),
    (item) => updateWorkItem(item, { set: { title: 'Theirs' } }),
  );

test('[MERGE7] a refusal says who changed the field, when and through what', () => {
  const { conflict, ben } = titles();
  expect(conflict.fields.title).toMatchObject({
    base: 'Paint the pier',
    theirs: 'Theirs',
    mine: 'Mine',
    by: { personId: ben, via: 'web' },
  });
});

test('[MERGE7] what one did oneself in between is the base, not theirs', () => {
  const world = createWorld();
  const ben = world.person({ role: 'agent' }).id;
  const item = world.item(world.project(), { title: 'First' });
  const own = world.run(updateWorkItem(item, { set: { title: 'My second' } }));
  world.run(updateWorkItem(own, { set: { title: 'Theirs' } }), { as: ben });
  const refusal = world.refused(updateWorkItem(item, { set: { title: 'My third' } }), {
    ownVersions: [own.version],
  });
  expect(conflictOf(refusal)?.fields.title).toMatchObject({ base: 'My second', theirs: 'Theirs' });
});

test('[MERGE8] keeping mine is the same change on top of theirs; both are in the history', () => {
  const { settle, world, item } = titles();
  const settled = settle({ title: { keep: 'mine' } });
  expect(settled.givenUp).toBeUndefined();
  expect(settled.item.fields).toMatchObject({ title: 'Mine', estimate: 3 });
  const titlesOf = world.log
    .filter(({ recordId }) => recordId === item.id)
    .map(({ patch }) => patch.set.title);
  expect(titlesOf).toEqual(['Paint the pier', 'Theirs', 'Mine']);
});

test('[MERGE8] keeping theirs gives up only what met theirs, and that stays to be found', () => {
  const { settle, item } = titles();
  const settled = settle({ title: { keep: 'theirs' } });
  expect(settled.item.fields).toMatchObject({ title: 'Theirs', estimate: 3 });
  expect(settled.kept?.fields).toMatchObject({ subject: item.id, record: item.id });
  expect(settled.kept && givenUpValues(settled.kept)).toEqual({ title: { kept: 'theirs', mine: 'Mine' } });
});

test('[MERGE8] a merged value is one change on top of theirs, and mine stays to be found', () => {
  const { settle } = titles();
  const settled = settle({ title: { keep: 'merged', value: 'Both' } });
  expect(settled.item.fields.title).toBe('Both');
  expect(settled.kept && givenUpValues(settled.kept)).toEqual({ title: { kept: 'merged', mine: 'Mine' } });
});

test('[MERGE8] a merge that comes out as mine gives nothing up, and one that comes out as theirs changes nothing', () => {
  const mine = titles().settle({ title: { keep: 'merged', value: 'Mine' } });
  expect(mine.givenUp).toBeUndefined();
  expect(mine.item.fields.title).toBe('Mine');
  const { settle, command } = titles();
  const theirs = settle({ title: { keep: 'merged', value: 'Theirs' } });
  expect(theirs.kept && givenUpValues(theirs.kept)).toEqual({ title: { kept: 'theirs', mine: 'Mine' } });
  expect(theirs.change?.input).toEqual({ ...command.input, set: { estimate: 3 } });
});

test('[MERGE8] a change that gives all up is not made', () => {
  const moved = meeting(
    (item) => moveWorkItem(item, { status: 'done', rank: 'a5' }),
    (item) => moveWorkItem(item, { status: 'in_progress' }),
  );
  expect(moved.settle({ status: { keep: 'theirs' } }).change).toBeUndefined();
  const restored = meeting(
    (item) => restoreVersion({ ...item, version: 1 }, { version: 1, fields: ['title'] }),
    (item) => updateWorkItem(item, { set: { title: 'Theirs' } }),
  );
  expect(canMergeInto(restored.command, 'title')).toBe(false);
  expect(restored.settle({ title: { keep: 'theirs' } }).change).toBeUndefined();
});

test('[MERGE8] commands of every shape can be settled', () => {
  const world = createWorld();
  const as = world.person({ role: 'admin' }).id;
  const project = world.project();
  const person = world.person({ name: 'Gil' });
  const item = world.item(project);
  const comment = world.run(createComment(world.newId(), { subject: item.id, body: 'First words' }));
  for (const [record, mine, theirs] of [
    [project, updateProject(project, { name: 'M', description: 'D' }), updateProject(project, { name: 'T' })],
    [person, updatePerson(person, { name: 'M' }), updatePerson(person, { name: 'T' })],
    [comment, editComment(comment, { body: 'M', mentions: [] }), editComment(comment, { body: 'T' })],
  ] as const) {
    world.run(theirs, record === comment ? {} : { as });
    const command: Command = { ...mine, id: world.newId(), issuedAt: '2026-01-31T09:00:00.000Z' };
    const conflict = conflictOf(world.refused(mine));
    if (!conflict) throw new Error('no conflict');
    const field = Object.keys(conflict.fields)[0] ?? '';
    expect(canMergeInto(command, field)).toBe(true);
    const theirsKept = settlementOf(command, conflict, { [field]: { keep: 'theirs' } }, world.newId());
    if (theirsKept.change) expect(Object.keys(theirsKept.change.input)).toEqual(['description']);
    const both = settlementOf(command, conflict, { [field]: { keep: 'merged', value: 'B' } }, world.newId());
    if (!both.change || !both.givenUp) throw new Error('nothing to do');
    const kept = world.run(both.givenUp);
    expect(kept.fields.subject).toBe(record === comment ? item.id : record.id);
    expect(world.run(both.change).fields[field]).toBe('B');
  }
});

test('[MERGE9] only who may change the record puts something into its history', () => {
  const { world, project, item, command } = titles();
  const settle = (record: string, values: Parameters<typeof settleConflict>[1]['values']) =>
    settleConflict(world.newId(), { record, command: command.id, values });
  const mine = { title: { kept: 'theirs', mine: 'Mine' } } as const;
  const viewer = world.person({ role: 'agent' });
  const reader = world.person({ role: 'readOnly' });
  const closed = world.project({ key: 'SEC', visibility: 'private' });
  const secret = world.item(closed);
  world.run(setProjectMember(project, { personId: viewer.id, role: 'viewer' }));
  for (const as of [viewer.id, reader.id])
    expect(world.refused(settle(item.id, mine), { as }).code).toBe('FORBIDDEN');
  expect(world.refused(settle(secret.id, mine), { as: viewer.id }).code).toBe('NOT_FOUND');
  expect(world.refused(settle(world.newId(), mine)).code).toBe('NOT_FOUND');
  const name = { name: { kept: 'theirs', mine: 'Me' } } as const;
  expect(world.refused(settle(world.owner, name), { as: viewer.id }).code).toBe('FORBIDDEN');
  world.run(settle(viewer.id, name), { as: viewer.id });
  world.run(deactivatePerson(viewer));
  expect(world.refused(settle(viewer.id, name), { as: viewer.id }).code).toBe('FORBIDDEN');
  world.run(deleteWorkItem(world.get(item.id)));
  const kept = world.run(settle(item.id, mine));
  expect(world.refused(settle(kept.id, { values: { kept: 'theirs' } })).code).toBe('NOT_FOUND');
  world.run(archiveProject(world.get(project.id)));
  expect(world.refused(settle(item.id, mine), { as: world.person({ role: 'manager' }).id }).code).toBe(
    'FORBIDDEN',
  );
});

test('[MERGE9] what is kept is of the record’s own fields, and bounded', () => {
  const { world, item, command } = titles();
  const settle = (values: Parameters<typeof settleConflict>[1]['values']) =>
    world.refused(settleConflict(world.newId(), { record: item.id, command: command.id, values })).code;
  expect(settle({})).toBe('INVALID_INPUT');
  expect(settle({ nonsense: { kept: 'theirs', mine: 1 } })).toBe('UNKNOWN_FIELD');
  expect(settle({ completedAt: { kept: 'theirs', mine: '2020' } })).toBe('UNKNOWN_FIELD');
  const long = { kept: 'theirs', mine: 'x'.repeat(400_000) } as const;
  expect(settle({ title: long, description: long, externalUrl: long })).toBe('LIMIT_EXCEEDED');
  const other = { ...world.refused(updateWorkItem(item, { set: { title: '' } })) };
  expect(conflictOf(other)).toBeUndefined();
});
