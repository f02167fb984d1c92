import type { TimelineEntry } from '@atrium/protocol/api';
import { CirclePlus, Ellipsis, PencilLine, RotateCcw, Trash2, Undo2 } from 'lucide-react';
import { memo, useState } from 'react';
import { classNames } from '../../design/class-names.ts';
import { IconButton } from '../../design/icon-button.tsx';
import { Menu } from '../../design/menu.tsx';
import { AppLink } from '../../shell/app-link.tsx';
import { FieldChangeRow } from './field-change-row.tsx';
import { changeWords, timeWords } from './history-words.ts';
import type { TimelineActions } from './timeline-actions.ts';

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const ICONS = { created: CirclePlus, changed: PencilLine, deleted: Trash2, restored: RotateCcw };
/** A beginning tells everything that was set; that much shows at first. */
const FIRST = 3;

export interface EntryProps {
  entry: TimelineEntry;
  names: Readonly<Record<string, string>>;
  actions: TimelineActions;
  /** An import tells of several people in one go. */
  person: string | undefined;
  /** Came while one looked. */
  isNew: boolean;
}

/** One event: of what, and each field with what it held before and after. */
export const Entry = memo(ShownEntry, (before, after) => {
  // The names that an entry mentions came with it, and more of them change nothing about it.
  const { names: _, ...was } = before;
  return Object.entries(was).every(([name, value]) => after[name as keyof EntryProps] === value);
});

function ShownEntry({ entry, names, actions, person, isNew }: EntryProps) {
  const [all, setAll] = useState(false);
  const Icon = entry.reverted ? Undo2 : ICONS[entry.change];
  const fields = all || entry.change === 'changed' ? entry.fields : telling(entry.fields);
  const rest = entry.fields.length - fields.length;
  const menu = actions.menuOf(entry);
  const href = actions.hrefOf(entry);
  const titled = title(entry, names);
  const what = actions.isOwn(entry) ? entry.recordLabel : titled;
  return (
    <li
      data-entry={entry.position}
      tabIndex={-1}
      aria-label={`${what} ${changeWords(entry)}, ${exact.format(new Date(entry.at))}`}
      className={classNames(
        'group/entry relative grid grid-cols-[16px_minmax(0,1fr)] gap-x-2.5 rounded-control px-2 py-1.5 outline-none transition-colors focus-visible:bg-hover hover:bg-hover/60',
        isNew && 'animate-glow animate-slide',
        actions.picked === entry.position && 'bg-accent-wash',
      )}
    >
      <Icon className="mt-0.5 size-4 text-ink-faint" strokeWidth={1.75} aria-hidden="true" />
      <div className="min-w-0">
        <div className="flex min-h-5 items-start gap-2">
          <p className="min-w-0 flex-1 text-13 leading-5 [overflow-wrap:anywhere]">
            {person && <span className="font-medium">{person} </span>}
            {actions.isOwn(entry) ? (
              <span className="text-ink-muted">
                Version {entry.version}, {changeWords(entry)}
                {actions.picked === entry.position && (
                  <span className="text-accent-ink"> · choose another version to compare</span>
                )}
              </span>
            ) : (
              <>
                <span className="text-ink-muted">{person ? changeWords(entry) : verb(entry)} </span>
                {href ? (
                  <AppLink href={href} className="font-medium hover:text-accent-ink hover:underline">
                    {entry.recordKey && (
                      <span className="font-mono text-12 font-normal text-ink-muted">{entry.recordKey}</span>
                    )}
                    {entry.recordKey && ' '}
                    {titled}
                  </AppLink>
                ) : (
                  <span className="font-medium">{titled}</span>
                )}
              </>
            )}
          </p>
          <time
            dateTime={entry.at}
            title={exact.format(new Date(entry.at))}
            className="shrink-0 text-12 leading-5 tabular-nums text-ink-faint"
          >
            {timeWords.format(new Date(entry.at))}
          </time>
          <span className="-my-0.5 size-6 shrink-0">
            {menu.length > 0 && (
              <Menu items={menu} align="end">
                <IconButton
                  size="small"
                  label="What can be done with this change"
                  icon={<Ellipsis />}
                  className="opacity-0 focus-visible:opacity-100 group-hover/entry:opacity-100 group-focus/entry:opacity-100 data-[state=open]:opacity-100 max-wide:opacity-100"
                />
              </Menu>
            )}
          </span>
        </div>
        {fields.map((change) => (
          <FieldChangeRow
            key={change.field}
            change={change}
            names={names}
            onPutBack={actions.putBack(entry, change)}
          />
        ))}
        {rest > 0 && (
          <button
            type="button"
            onClick={() => setAll(true)}
            className="rounded-mark text-12 text-ink-muted hover:text-ink hover:underline"
          >
            {rest === 1 ? 'One more field' : `${rest} more fields`}
          </button>
        )}
      </div>
    </li>
  );
}

function verb(entry: TimelineEntry): string {
  const words = changeWords(entry);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Where something is says less of it than the rest, and so waits. */
function telling(fields: TimelineEntry['fields']): TimelineEntry['fields'] {
  const isPlace = (field: string) => field === 'project' || field === 'subject';
  const own = fields.filter(({ field }) => !isPlace(field));
  return (own.length > 0 ? own : fields).slice(0, FIRST);
}

function title(entry: TimelineEntry, names: EntryProps['names']): string {
  const { recordType, recordLabel, recordTitle, subjectId } = entry;
  const subject = subjectId === null ? undefined : names[subjectId];
  if (recordType === 'comment') return subject ? `Comment on ${subject}` : recordLabel;
  if (recordType === 'work_item') return recordTitle || 'Work item';
  return recordTitle ? `${recordLabel}: ${recordTitle}` : recordLabel;
}
