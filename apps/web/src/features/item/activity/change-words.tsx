import { builtIn } from '@atrium/model';
import type { Json, RecordState } from '@atrium/protocol';
import { Fragment, type ReactNode } from 'react';
import { PRIORITY_NAMES } from '../../../design/priority-icon.tsx';
import { WORK_ITEM_TYPE_NAMES } from '../../../design/work-item-type-icon.tsx';
import { usePerson } from '../../../workspace/use-people.ts';
import { useRecord } from '../../../workspace/use-records.ts';
import { dueWords } from '../fields/due-words.ts';
import { estimateWords } from '../fields/estimate-value.ts';
import { LabelChip } from '../fields/label-chip.tsx';
import { StatusMark } from '../fields/status-picker.tsx';
import { itemView, priorityOf, statusView, textOf, typeOf } from '../item-view.ts';
import { addressOf, ItemReference } from '../text/item-markdown.tsx';
import { type FieldChange, setDifference } from './change-groups.ts';

/** One change as the rest of a sentence that begins with a name: "set the priority to High". */
export function ChangeWords({ change, project }: { change: FieldChange; project: RecordState }) {
  const { field, old } = change;
  const now = change.new;
  switch (field) {
    case 'status':
      return (
        <>
          moved it{' '}
          {old !== undefined && (
            <>
              from <Status project={project} id={old} />{' '}
            </>
          )}
          to <Status project={project} id={now} />
        </>
      );
    case 'title':
      return (
        <>
          renamed it from <Quoted text={old} /> to <Quoted text={now} />
        </>
      );
    case 'description':
      return now === undefined
        ? 'removed the description'
        : old === undefined
          ? 'wrote a description'
          : 'edited the description';
    case 'priority':
      return fromTo('the priority', change, (value) => PRIORITY_NAMES[priorityOf(value)], 'none');
    case 'type':
      return fromTo('the type', change, (value) => WORK_ITEM_TYPE_NAMES[typeOf(value)]);
    case 'estimate':
      return fromTo('the estimate', change, (value) => estimateWords(Number(value)));
    case 'dueDate':
      return fromTo('the due date', change, (value) => dueWords(String(value), new Date()));
    case 'assignees':
      return (
        <SetWords
          change={change}
          added="assigned"
          removed="unassigned"
          entry={(id) => <PersonName id={id} />}
        />
      );
    case 'labels':
      return (
        <SetWords change={change} added="added" removed="removed" entry={(id) => <LabelName id={id} />} />
      );
    case 'parent':
      return now === undefined ? (
        <>
          took it out of <ItemName id={old} project={project} />
        </>
      ) : (
        <>
          put it under <ItemName id={now} project={project} />
        </>
      );
    case 'reporter':
      return (
        <>
          set the reporter to <PersonName id={textOf(now)} />
        </>
      );
    default:
      return `changed ${builtIn.types.get('work_item')?.fields[field]?.label ?? field}`;
  }
}

function fromTo(
  what: string,
  { old, new: now }: FieldChange,
  words: (value: Json) => string,
  nothing?: string,
): ReactNode {
  const had = old !== undefined && old !== nothing;
  const has = now !== undefined && now !== nothing;
  if (!has)
    return (
      <>
        removed {what}
        {had && (
          <>
            , which was <Strong>{words(old)}</Strong>
          </>
        )}
      </>
    );
  if (!had)
    return (
      <>
        set {what} to <Strong>{words(now)}</Strong>
      </>
    );
  return (
    <>
      changed {what} from <Strong>{words(old)}</Strong> to <Strong>{words(now)}</Strong>
    </>
  );
}

function SetWords({
  change,
  added,
  removed,
  entry,
}: {
  change: FieldChange;
  added: string;
  removed: string;
  entry: (id: string) => ReactNode;
}) {
  const difference = setDifference(change);
  const both = difference.added.length > 0 && difference.removed.length > 0;
  return (
    <>
      {difference.added.length > 0 && (
        <>
          {added} <List ids={difference.added} entry={entry} />
        </>
      )}
      {both && ' and '}
      {difference.removed.length > 0 && (
        <>
          {removed} <List ids={difference.removed} entry={entry} />
        </>
      )}
    </>
  );
}

function List({ ids, entry }: { ids: readonly string[]; entry: (id: string) => ReactNode }) {
  return ids.map((id, index) => (
    <Fragment key={id}>
      {index > 0 && (index === ids.length - 1 ? ' and ' : ', ')}
      {entry(id)}
    </Fragment>
  ));
}

function Strong({ children }: { children: ReactNode }) {
  return <span className="font-medium text-ink">{children}</span>;
}

function Quoted({ text }: { text: Json | undefined }) {
  return <Strong>“{textOf(text)}”</Strong>;
}

function Status({ project, id }: { project: RecordState; id: Json | undefined }) {
  const status = textOf(id) ?? '';
  return (
    <span className="inline-flex h-5 items-center gap-1 whitespace-nowrap align-bottom font-medium text-ink">
      <StatusMark project={project} status={status} className="size-3.5" />
      {statusView(project, status).name}
    </span>
  );
}

function PersonName({ id }: { id: string | undefined }) {
  return <Strong>{usePerson(id).name}</Strong>;
}

function LabelName({ id }: { id: string }) {
  const label = useRecord(id);
  return label ? <LabelChip label={label} className="align-middle" /> : <Strong>a label</Strong>;
}

/** Another item by its key and title. */
export function ItemName({ id, project }: { id: Json | undefined; project: RecordState }) {
  const item = useRecord(textOf(id));
  if (!item) return <Strong>another item</Strong>;
  return (
    <Strong>
      <ItemReference itemKey={addressOf(item, project)} /> {itemView(item).title}
    </Strong>
  );
}
