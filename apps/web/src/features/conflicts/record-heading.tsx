import { builtIn, workItemKey } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import { WORK_ITEM_TYPE_NAMES, WorkItemTypeIcon } from '../../design/work-item-type-icon.tsx';
import { useRecord } from '../../workspace/use-records.ts';
import { itemView } from '../item/item-view.ts';
import { type ConflictGroup, typeOf, valuesOf } from './conflict-groups.ts';

/** The record that a group is about, with its project and its type, as far as they are here. */
export function useConflictRecord(group: ConflictGroup): {
  readonly record: RecordState | undefined;
  readonly project: RecordState | undefined;
  readonly type: string;
} {
  const record = useRecord(group.recordId);
  const command = commandOf(group);
  const home = record?.fields.project ?? (record?.type === 'project' ? record.id : command?.input.project);
  const project = useRecord(typeof home === 'string' ? (home as RecordId) : undefined);
  return { record, project, type: record?.type ?? typeOf(command ? [{ command }] : []) };
}

/** What it is, in one line. */
export function RecordHeading({ group }: { group: ConflictGroup }) {
  const { record, project, type } = useConflictRecord(group);
  const title = (record && builtIn.types.get(record.type)?.title(record)) || titleOf(group);
  if (type !== 'work_item')
    return (
      <span dir="auto" className="min-w-0 truncate">
        {builtIn.types.get(type)?.label ?? 'Record'} {title && `“${title}”`}
      </span>
    );
  const view = record && itemView(record);
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      {view && <WorkItemTypeIcon type={view.type} label={WORK_ITEM_TYPE_NAMES[view.type]} />}
      {record && project && (
        <span className="shrink-0 font-mono text-12 text-ink-muted">{workItemKey(record, project)}</span>
      )}
      <span dir="auto" className="min-w-0 truncate">
        {title || 'Work item'}
      </span>
    </span>
  );
}

function commandOf(group: ConflictGroup) {
  return group.kind === 'met' ? group.changes[0]?.command : group.items[0]?.command;
}

function titleOf(group: ConflictGroup): string {
  const command = commandOf(group);
  const { title, name, body } = command ? valuesOf(command) : {};
  return String(title ?? name ?? body ?? '').slice(0, 120);
}
