import { type CommandDraft, updateWorkItem } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import type { SetChange } from './field-props.ts';

/** A pick in a set-valued field as a command. */
export function changeSet(
  record: Pick<RecordState, 'id' | 'version'>,
  field: 'assignees' | 'labels',
  { added, removed }: SetChange,
): CommandDraft {
  return updateWorkItem(record, {
    ...(added && { add: { [field]: [added] } }),
    ...(removed && { remove: { [field]: [removed] } }),
  });
}
