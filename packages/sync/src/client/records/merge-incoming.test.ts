import { createLabel, updateLabel } from '@atrium/model';
import { createWorld } from '@atrium/model/testing';
import { newId } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { mergeIncoming } from './merge-incoming.ts';

function history() {
  const world = createWorld();
  const project = world.project();
  const label = world.run(createLabel(newId(), { project: project.id, name: 'One', color: '#112233' }));
  for (const name of ['Two', 'Three']) world.run(updateLabel(world.get(label.id), { name }));
  const events = world.log.filter(({ recordId }) => recordId === label.id);
  return { world, id: label.id, first: label, last: world.get(label.id), events };
}

test('[OFF43] events apply once, in whatever overlap they come', () => {
  const { id, first, last, events } = history();
  const knowing = (record: typeof first | undefined) => () => record;
  expect(mergeIncoming(knowing(undefined), { events }).changes.get(id)).toEqual(last);
  expect(mergeIncoming(knowing(first), { events: [...events, ...events] }).changes.get(id)).toEqual(last);
  expect(mergeIncoming(knowing(last), { events })).toEqual({ changes: new Map(), gaps: [] });
});

test('[OFF44] an event that does not follow is named and changes nothing', () => {
  const { first, events } = history();
  const [, , third] = events;
  if (!third) throw new Error('no third event');
  expect(mergeIncoming(() => first, { events: [third] })).toEqual({ changes: new Map(), gaps: [third] });
});

test('[OFF44] the end of a record that was never here is no gap', () => {
  const { events } = history();
  const deleted = { ...events[2], change: 'deleted' } as (typeof events)[number];
  expect(mergeIncoming(() => undefined, { events: [deleted] })).toEqual({ changes: new Map(), gaps: [] });
});

test('[OFF45] a withdrawn record goes, unless the same batch brings it whole', () => {
  const { id, last, events } = history();
  const withdrawn = [{ recordId: id, reason: 'rights' }];
  expect(mergeIncoming(() => last, { events, withdrawn }).changes).toEqual(new Map([[id, undefined]]));
  expect(mergeIncoming(() => undefined, { events, withdrawn }).changes.size).toBe(0);
  const brought = mergeIncoming(() => undefined, { events: [], withdrawn, records: [last] });
  expect(brought.changes).toEqual(new Map([[id, last]]));
});
