import { builtIn } from '@atrium/model';
import type { Json, RecordState } from '@atrium/protocol';
import { PRIORITY_NAMES, PriorityIcon } from '../../design/priority-icon.tsx';
import { WORK_ITEM_TYPE_NAMES, WorkItemTypeIcon } from '../../design/work-item-type-icon.tsx';
import { usePerson } from '../../workspace/use-people.ts';
import { useRecord } from '../../workspace/use-records.ts';
import { dueWords } from '../item/fields/due-words.ts';
import { estimateWords } from '../item/fields/estimate-value.ts';
import { LabelChip } from '../item/fields/label-chip.tsx';
import { StatusMark } from '../item/fields/status-picker.tsx';
import { priorityOf, statusView, typeOf } from '../item/item-view.ts';
import { Empty } from './changed-text.tsx';

export interface FieldValueProps {
  /** The record type's name. */
  type: string;
  field: string;
  value: Json | undefined;
  project: RecordState | undefined;
}

/** A value as the rest of the app shows it. */
export function FieldValue(props: FieldValueProps) {
  const { value } = props;
  if (value === undefined || value === null || value === '') return <Empty />;
  if (!Array.isArray(value)) return <One {...props} value={value} />;
  if (value.length === 0) return <Empty />;
  return (
    <span className="flex flex-wrap gap-x-2 gap-y-1">
      {value.map((entry) => (
        <One key={JSON.stringify(entry)} {...props} value={entry} />
      ))}
    </span>
  );
}

function One({ type, field, value, project }: FieldValueProps & { value: Json }) {
  const text = String(value);
  const row = 'inline-flex min-w-0 items-center gap-1.5';
  if (type === 'work_item' && field === 'status')
    return (
      <span className={row}>
        <StatusMark project={project} status={text} />
        {statusView(project, text).name}
      </span>
    );
  if (type === 'work_item' && field === 'priority')
    return (
      <span className={row}>
        <PriorityIcon priority={priorityOf(value)} />
        {PRIORITY_NAMES[priorityOf(value)]}
      </span>
    );
  if (type === 'work_item' && field === 'type')
    return (
      <span className={row}>
        <WorkItemTypeIcon type={typeOf(value)} />
        {WORK_ITEM_TYPE_NAMES[typeOf(value)]}
      </span>
    );
  if (field === 'estimate' && typeof value === 'number') return <>{estimateWords(value)}</>;
  const declared = builtIn.types.get(type)?.fields[field];
  if (declared?.kind === 'user') return <PersonName id={text} />;
  if (declared?.kind === 'relation') return <RecordName id={text} />;
  if (declared?.kind === 'date') return <>{dueWords(text, new Date())}</>;
  if (declared?.kind === 'dateTime') return <>{new Date(text).toLocaleString()}</>;
  if (declared?.kind === 'boolean') return <>{value === true ? 'Yes' : 'No'}</>;
  const option = declared?.options?.find((known) => known.value === value);
  if (option) return <>{option.label}</>;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return <>{typeof value.name === 'string' ? value.name : JSON.stringify(value)}</>;
  }
  return (
    <span dir="auto" className="[overflow-wrap:anywhere]">
      {text}
    </span>
  );
}

function PersonName({ id }: { id: string }) {
  return <>{usePerson(id).name}</>;
}

function RecordName({ id }: { id: string }) {
  const record = useRecord(id);
  if (record?.type === 'label') return <LabelChip label={record} />;
  return <>{(record && builtIn.types.get(record.type)?.title(record)) ?? 'Another record'}</>;
}

export function fieldLabel(type: string, field: string): string {
  return builtIn.types.get(type)?.fields[field]?.label ?? field;
}
