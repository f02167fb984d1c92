import { updateWorkItem } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import { ChevronRight, RotateCcw, X } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '../../../design/button.tsx';
import { classNames } from '../../../design/class-names.ts';
import { IconButton } from '../../../design/icon-button.tsx';
import { RelativeTime } from '../../../design/relative-time.tsx';
import type { Seen } from '../../../workspace/seen-versions.ts';
import { usePerson } from '../../../workspace/use-people.ts';
import { ChangedText } from '../../conflicts/changed-text.tsx';
import { FieldValue, fieldLabel } from '../../conflicts/field-value.tsx';
import { textOf } from '../item-view.ts';
import type { ItemEdit } from '../use-item-edit.ts';
import { type Away, type AwayChange, restoringInput } from './away-changes.ts';

const NAMED = 3;

/** A quiet line on what others changed since one was here; it opens into what was and what is, and gives back what was. */
export function AwayStrip({
  away,
  since,
  item,
  project,
  edit,
  may,
  onDismiss,
}: {
  away: Away;
  since: Seen;
  item: RecordState;
  project: RecordState;
  edit: ItemEdit;
  may: boolean;
  onDismiss: () => void;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const count = away.changes.length;
  return (
    <section
      aria-label="While you were away"
      className="rounded-card border border-line bg-raised text-12 text-ink-muted"
    >
      <div className="flex min-h-8 items-center gap-1 pl-1 pr-1">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
          className="flex min-h-7 min-w-0 flex-1 items-center gap-1.5 rounded-control px-1.5 text-left hover:bg-hover hover:text-ink"
        >
          <ChevronRight
            aria-hidden="true"
            className={classNames('size-3.5 shrink-0 transition-transform', open && 'rotate-90')}
          />
          <span className="min-w-0">
            {count === 1 ? '1 change' : `${count} changes`} by <People ids={away.people} /> since you were
            here, <RelativeTime at={since.at} />
          </span>
        </button>
        <IconButton size="small" label="Dismiss" icon={<X />} onClick={onDismiss} />
      </div>
      {open && (
        <ul id={id} className="flex flex-col gap-2 border-t border-line px-3 py-2">
          {away.changes.map((change) => (
            <Change
              key={change.field}
              change={change}
              item={item}
              project={project}
              onRestore={
                may ? () => edit.send(updateWorkItem(item, restoringInput(change)), 'Restored') : undefined
              }
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function Change({
  change,
  item,
  project,
  onRestore,
}: {
  change: AwayChange;
  item: RecordState;
  project: RecordState;
  onRestore: (() => void) | undefined;
}) {
  const { field, old, personId } = change;
  const now = change.new;
  const { name } = usePerson(personId);
  const label = fieldLabel(item.type, field);
  const asText = field === 'title' || field === 'description';
  return (
    <li className="flex min-w-0 items-start gap-2">
      <div className="min-w-0 flex-1">
        <p className="pb-0.5 text-11 text-ink-faint">
          {label}, by {name}
        </p>
        {asText ? (
          <div className="max-h-56 overflow-y-auto text-13 text-ink">
            <ChangedText from={textOf(old) ?? ''} to={textOf(now) ?? ''} />
          </div>
        ) : (
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-13 text-ink">
            <FieldValue type={item.type} field={field} value={old} project={project} />
            <span aria-hidden="true" className="text-ink-faint">
              →
            </span>
            <span className="sr-only">became</span>
            <FieldValue type={item.type} field={field} value={now} project={project} />
          </p>
        )}
      </div>
      {onRestore && (
        <Button
          size="small"
          variant="ghost"
          icon={<RotateCcw />}
          aria-label={`Restore ${label.toLowerCase()}`}
          onClick={onRestore}
        >
          Restore
        </Button>
      )}
    </li>
  );
}

function People({ ids }: { ids: readonly RecordId[] }) {
  const named = ids.slice(0, ids.length > NAMED ? NAMED - 1 : NAMED);
  const rest = ids.length - named.length;
  return (
    <>
      {named.map((id, index) => (
        <span key={id}>
          {index > 0 && (index === named.length - 1 && rest === 0 ? ' and ' : ', ')}
          <Name id={id} />
        </span>
      ))}
      {rest > 0 && ` and ${rest} more`}
    </>
  );
}

function Name({ id }: { id: RecordId }) {
  return <span className="font-medium text-ink">{usePerson(id).name}</span>;
}
