import { Check, CircleAlert, CircleHelp } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { classNames } from '../../design/class-names.ts';
import { type Choices, isDecided } from './choices.ts';
import type { ConflictGroup } from './conflict-groups.ts';
import { fieldLabel } from './field-value.tsx';
import { RecordHeading, useConflictRecord } from './record-heading.tsx';

/** The records that wait; arrows walk them. */
export function ConflictList({
  groups,
  choices,
  current,
  onCurrent,
}: {
  groups: readonly ConflictGroup[];
  choices: ReadonlyMap<string, Choices>;
  current: string;
  onCurrent: (recordId: string) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const walk = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = groups.findIndex(({ recordId }) => recordId === current);
    const next = groups[at + (step ?? 0)];
    if (!step || !next) return;
    event.preventDefault();
    onCurrent(next.recordId);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[at + step]?.focus();
  };
  return (
    <div
      ref={list}
      role="tablist"
      aria-label="Records with changes that met"
      aria-orientation="vertical"
      onKeyDown={walk}
      className="flex max-h-40 flex-col gap-0.5 overflow-y-auto roomy:max-h-none"
    >
      {groups.map((group) => (
        <Row
          key={group.recordId}
          group={group}
          choices={choices.get(group.recordId) ?? {}}
          selected={group.recordId === current}
          onPick={() => onCurrent(group.recordId)}
        />
      ))}
    </div>
  );
}

function Row({
  group,
  choices,
  selected,
  onPick,
}: {
  group: ConflictGroup;
  choices: Choices;
  selected: boolean;
  onPick: () => void;
}) {
  const { type } = useConflictRecord(group);
  const decided = isDecided(group, choices);
  const fields = group.kind === 'met' ? group.fields : group.values;
  return (
    <button
      type="button"
      role="tab"
      aria-selected={selected}
      tabIndex={selected ? 0 : -1}
      onClick={onPick}
      className={classNames(
        'flex w-full shrink-0 items-start gap-2 rounded-control px-2 py-1.5 text-left text-13 transition-colors',
        selected ? 'bg-pressed/70' : 'hover:bg-hover',
      )}
    >
      <State decided={decided} lost={group.kind === 'lost'} />
      <span className="flex min-w-0 flex-1 flex-col">
        <RecordHeading group={group} />
        <span className="truncate text-12 text-ink-faint">
          {fields.map(({ field }) => fieldLabel(type, field)).join(', ')}
        </span>
      </span>
    </button>
  );
}

function State({ decided, lost }: { decided: boolean; lost: boolean }) {
  const shape = 'mt-0.5 size-4 shrink-0';
  if (lost) return <CircleAlert className={`${shape} text-late`} aria-label="Has nowhere to go" />;
  if (decided) return <Check className={`${shape} text-done`} aria-label="Chosen" />;
  return <CircleHelp className={`${shape} text-doing`} aria-label="To be chosen" />;
}
