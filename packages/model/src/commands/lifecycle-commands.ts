import type { RecordState } from '@atrium/protocol';
import type { Right } from '../access/permit.ts';
import { lifecycle } from '../records/drafts.ts';
import type { RecordType } from '../records/record-type.ts';
import { nothing } from '../records/text.ts';
import { defineChange } from './define-command.ts';

/** Deleting what is deleted, or restoring what lives, changes nothing and is no mistake. */
export function defineDelete(type: RecordType, right: Right = 'delete') {
  return defineLifecycle(type, right, 'delete');
}

export function defineRestore(type: RecordType, right: Right = 'delete') {
  return defineLifecycle(type, right, 'restore');
}

function defineLifecycle(type: RecordType, right: Right, verb: 'delete' | 'restore') {
  const change = verb === 'delete' ? 'deleted' : 'restored';
  const done = (record: RecordState) => (verb === 'delete') === (record.deletedAt !== null);
  return defineChange(type, {
    name: `${type.name}.${verb}`,
    input: nothing,
    right,
    ofDeleted: true,
    decide: (_input, { record }) => (done(record) ? [] : [lifecycle(record, change)]),
  });
}
