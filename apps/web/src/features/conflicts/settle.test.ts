import { updateWorkItem } from '@atrium/model';
import type { Command, FieldConflict } from '@atrium/protocol';
import { newId } from '@atrium/protocol';
import type { Client } from '@atrium/sync/client';
import { expect, test } from 'vitest';
import type { Choices } from './choices.ts';
import type { Met } from './conflict-groups.ts';
import { settle } from './settle.ts';

const recordId = newId();

function change(title: string): Met['changes'][number] {
  const draft = updateWorkItem({ id: recordId, version: 1 }, { set: { title } });
  const command: Command = { ...draft, id: newId(), issuedAt: '2026-01-31T09:00:00.000Z' };
  const fields: { [field: string]: FieldConflict } = {
    title: { base: 'Old', theirs: 'Theirs', mine: title },
  };
  return { command, conflict: { recordId, version: 4, fields } };
}

/** What is sent, in order: by name, with the title or the values given up. */
function settled(changes: Met['changes'], choices: Choices) {
  const sent: unknown[] = [];
  const log = (how: string, { name, input }: Pick<Command, 'name' | 'input'>) =>
    sent.push([how, name, name === 'conflict.settle' ? input.values : input.set]);
  const client = {
    send: (draft: Command) => log('send', draft),
    attention: {
      edit: (_id: string, draft: Command) => log('edit', draft),
      drop: () => sent.push(['drop']),
    },
  } as unknown as Client;
  settle(client, { kind: 'met', recordId, changes, fields: [] }, choices);
  return sent;
}

test('mine goes again, theirs is given up in its place, a merge is both', () => {
  expect(settled([change('Mine')], { title: { keep: 'mine' } })).toEqual([
    ['edit', 'work_item.update', { title: 'Mine' }],
  ]);
  expect(settled([change('Mine')], { title: { keep: 'theirs' } })).toEqual([
    ['edit', 'conflict.settle', { title: { kept: 'theirs', mine: 'Mine' } }],
  ]);
  expect(settled([change('Mine')], { title: { keep: 'merged', value: 'Both' } })).toEqual([
    ['send', 'conflict.settle', { title: { kept: 'merged', mine: 'Mine' } }],
    ['edit', 'work_item.update', { title: 'Both' }],
  ]);
});

test('of several changes of a field the last one takes the merged value, and all that was mine is kept', () => {
  expect(settled([change('First'), change('Last')], { title: { keep: 'merged', value: 'Both' } })).toEqual([
    ['edit', 'conflict.settle', { title: { kept: 'theirs', mine: 'First' } }],
    ['send', 'conflict.settle', { title: { kept: 'merged', mine: 'Last' } }],
    ['edit', 'work_item.update', { title: 'Both' }],
  ]);
});
