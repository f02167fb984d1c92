import type { RecordState } from '@atrium/protocol';
import { type ReactNode, useState } from 'react';
import { Chip } from '../../design/badge.tsx';
import { PRIORITY_NAMES, PriorityIcon } from '../../design/priority-icon.tsx';
import { relativeWords } from '../../design/relative-time-words.ts';
import { peopleAt } from '../../workspace/standing-for.ts';
import { DueIcon } from '../item/fields/due-date-picker.tsx';
import { dueWords } from '../item/fields/due-words.ts';
import { estimateWords } from '../item/fields/estimate-value.ts';
import { labelHue } from '../item/fields/label-hue.ts';
import { StatusMark } from '../item/fields/status-picker.tsx';
import { FieldEditor } from '../work-view/field-editor.tsx';
import type { ItemEntry } from '../work-view/item-entry.ts';
import { PeopleMarks } from '../work-view/people-marks.tsx';
import { useWorkView, type WorkView } from '../work-view/work-view-context.ts';
import type { ListColumn } from './list-columns.ts';

const cellStyle =
  'ring-inside flex h-full w-full min-w-0 items-center gap-1.5 overflow-hidden rounded-mark px-2 text-left text-12 text-ink-muted [&_svg]:shrink-0';

/** A value that is edited where it stands. The picker exists only while it is open: a list has thousands of cells. */
export function ListCell({
  column,
  item,
  onDone,
}: {
  column: ListColumn;
  item: ItemEntry;
  /** After the picker has closed. */
  onDone: () => void;
}) {
  const view = useWorkView();
  const [open, setOpen] = useState(false);
  const value = cellValue(column.id, item, view);
  const { field } = column;
  if (field === undefined || view.readOnly !== undefined)
    return <div className={cellStyle}>{value.shown}</div>;
  const button = (
    <button
      type="button"
      tabIndex={-1}
      aria-label={`${column.label}: ${value.words}`}
      onClick={open ? undefined : () => setOpen(true)}
      className={`${cellStyle} transition-colors hover:bg-pressed/60 data-[state=open]:bg-pressed/60`}
    >
      {value.shown}
    </button>
  );
  if (!open) return button;
  const change = (next: boolean) => {
    setOpen(next);
    if (!next) onDone();
  };
  return (
    <FieldEditor field={field} items={[item]} open onOpenChange={change}>
      {button}
    </FieldEditor>
  );
}

interface CellValue {
  readonly shown: ReactNode;
  readonly words: string;
}

function cellValue(id: string, item: ItemEntry, view: WorkView): CellValue {
  switch (id) {
    case 'status': {
      const name = view.statuses.find((status) => status.id === item.status)?.name ?? item.status;
      return {
        words: name,
        shown: (
          <>
            <StatusMark project={view.project} status={item.status} />
            <span className="truncate text-ink">{name}</span>
          </>
        ),
      };
    }
    case 'priority':
      return {
        words: PRIORITY_NAMES[item.priority],
        shown: (
          <>
            <PriorityIcon priority={item.priority} className={item.priority === 'none' ? 'opacity-50' : ''} />
            {item.priority !== 'none' && <span className="truncate">{PRIORITY_NAMES[item.priority]}</span>}
          </>
        ),
      };
    case 'assignees': {
      const people = peopleAt(item.assignees, view.people);
      return {
        words: people.map(({ name }) => name).join(', ') || 'nobody',
        shown: people.length > 0 && <PeopleMarks people={people} />,
      };
    }
    case 'labels': {
      const labels = item.labels.flatMap((label) => view.labels.get(label) ?? []);
      return {
        words: labels.map(({ fields }) => fields.name).join(', ') || 'none',
        shown: <Labels labels={labels} />,
      };
    }
    case 'estimate':
      return {
        words: item.estimate === undefined ? 'none' : estimateWords(item.estimate),
        shown: item.estimate,
      };
    case 'dueDate':
      return {
        words: item.dueDate ?? 'none',
        shown: item.dueDate !== undefined && (
          <>
            <span className="[&_svg]:size-3.5">
              <DueIcon value={item.dueDate} done={item.completed} />
            </span>
            <span className="truncate">{dueWords(item.dueDate, new Date())}</span>
          </>
        ),
      };
    default:
      return {
        words: item.record.updatedAt,
        // A plain one: a thousand of them would each keep a timer and a tooltip.
        shown: (
          <time
            dateTime={item.record.updatedAt}
            title={new Date(item.record.updatedAt).toLocaleString()}
            className="truncate text-ink-faint"
          >
            {relativeWords(Date.parse(item.record.updatedAt), Date.now())}
          </time>
        ),
      };
  }
}

/** As many as stand in the cell with their names whole, and how many more there are. */
function Labels({ labels }: { labels: readonly RecordState[] }) {
  const names = labels.map(({ fields }) => String(fields.name));
  const fit = Math.max(1, names.findLastIndex((_, index) => lengthOf(names.slice(0, index + 1)) <= ROOM) + 1);
  return (
    <>
      {labels.slice(0, fit).map((label) => (
        <Chip key={label.id} hue={labelHue(label.fields.color)} className="max-w-32">
          {String(label.fields.name)}
        </Chip>
      ))}
      {labels.length > fit && <span className="text-11">+{labels.length - fit}</span>}
    </>
  );
}

/** In letters; each chip takes the room of a few more. */
const ROOM = 24;

function lengthOf(names: readonly string[]): number {
  return names.reduce((sum, name) => sum + name.length + 4, -4);
}
