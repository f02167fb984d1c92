import type { RecordId } from '@atrium/protocol';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { notifyDone } from '../../design/toast.tsx';
import { useClient } from '../../workspace/workspace-context.ts';
import { type Choices, chooseAll, isDecided, keepChoices, readChoices, suggestedChoice } from './choices.ts';
import { type ConflictGroup, countChanges, type Met } from './conflict-groups.ts';
import { ConflictList } from './conflict-list.tsx';
import { isImpossible } from './field-conflict.tsx';
import { RecordConflict } from './record-conflict.tsx';
import { RecordHeading } from './record-heading.tsx';
import { settle } from './settle.ts';
import { useConflicts } from './use-conflicts.ts';

export interface ConflictDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The record to begin with. */
  recordId?: RecordId | undefined;
}

/**
 * Changes of mine that met changes of others, and what has nowhere to go: all that waits, by record.
 * Closing it loses nothing: what is not settled waits on.
 */
export function ConflictDialog({ open, onOpenChange, recordId }: ConflictDialogProps) {
  const groups = useConflicts();
  const count = countChanges(groups);
  const nothingLeft = open && groups.length === 0;
  // Else the next one to come would open it unasked.
  useEffect(() => {
    if (nothingLeft) onOpenChange(false);
  });
  return (
    <Dialog
      open={open && groups.length > 0}
      onOpenChange={onOpenChange}
      width="full"
      title={titleOf(groups, count)}
      description="Closing this loses nothing: what you do not settle now waits here."
    >
      {groups.length > 0 && <Inside groups={groups} first={recordId} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

function titleOf(groups: readonly ConflictGroup[], count: number): string {
  if (groups.some(({ kind }) => kind === 'met')) {
    return count === 1
      ? 'A change of yours met a change of others'
      : `${count} changes of yours met changes of others`;
  }
  return count === 1 ? 'A change of yours has nowhere to go' : `${count} changes of yours have nowhere to go`;
}

function Inside({
  groups,
  first,
  onDone,
}: {
  groups: readonly ConflictGroup[];
  first: RecordId | undefined;
  onDone: () => void;
}) {
  const client = useClient();
  const [picked, setPicked] = useState(first);
  const [made, setMade] = useState<ReadonlyMap<string, Choices>>(new Map());
  const current = groups.find((group) => group.recordId === picked) ?? groups[0];
  if (!current) return null;

  const choicesOf = (group: ConflictGroup): Choices =>
    group.kind === 'met' ? { ...readChoices(group), ...made.get(group.recordId) } : {};
  const choices = new Map(groups.map((group) => [group.recordId, choicesOf(group)]));
  const choose = (chosen: readonly (readonly [Met, Choices])[]) => {
    const next = new Map(made);
    for (const [group, own] of chosen) {
      next.set(group.recordId, own);
      keepChoices(group, own);
    }
    setMade(next);
  };
  const met = groups.filter((group): group is Met => group.kind === 'met');
  const ready = met.filter((group) => isReady(group, choices.get(group.recordId) ?? {}));
  const settleReady = () => {
    if (ready.length === 0) return;
    for (const group of ready) settle(client, group, choices.get(group.recordId) ?? {});
    const settled = countChanges(ready);
    notifyDone(settled === 1 ? 'Settled' : `${settled} changes settled`);
    if (ready.length === groups.length) onDone();
  };
  const all = (of: (group: Met) => Choices) =>
    choose(met.map((group) => [group, { ...choices.get(group.recordId), ...of(group) }]));
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    settleReady();
  };
  const several = groups.length > 1;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button at the end does the same.
    <div onKeyDown={press} className="flex flex-col gap-3">
      {several && met.length > 1 && (
        <fieldset
          aria-label="For all records"
          className="flex flex-wrap items-center gap-1 text-12 text-ink-muted"
        >
          <span className="pr-1">For all {met.length} records:</span>
          <Button size="small" onClick={() => all((group) => chooseAll(group, 'mine'))}>
            Keep mine
          </Button>
          <Button size="small" onClick={() => all((group) => chooseAll(group, 'theirs'))}>
            Keep theirs
          </Button>
          <Button size="small" onClick={() => all(fitting)}>
            Merge what fits
          </Button>
        </fieldset>
      )}
      <div className={several ? 'grid gap-3 roomy:grid-cols-[240px_minmax(0,1fr)]' : ''}>
        {several && (
          <ConflictList groups={groups} choices={choices} current={current.recordId} onCurrent={setPicked} />
        )}
        <div role={several ? 'tabpanel' : undefined} className="min-w-0">
          <h2 className="flex min-h-7 items-center pb-1 text-14 font-semibold">
            <RecordHeading group={current} />
          </h2>
          <RecordConflict
            key={current.recordId}
            group={current}
            choices={choices.get(current.recordId) ?? {}}
            onChoices={(next) => current.kind === 'met' && choose([[current, next]])}
          />
        </div>
      </div>
      {met.length > 0 && (
        <div className="sticky -bottom-4 z-sticky -mx-4 -mb-4 flex rounded-b-card flex-wrap items-center justify-end gap-2 border-t border-line bg-raised px-4 py-3">
          <p role="status" className="mr-auto text-12 text-ink-muted">
            {progress(ready.length, met.length)}
          </p>
          <Button onClick={onDone}>Later</Button>
          <Button variant="primary" keys="$mod+Enter" disabled={ready.length === 0} onClick={settleReady}>
            {several ? `Settle ${countChanges(ready)} of ${countChanges(met)}` : 'Settle'}
          </Button>
        </div>
      )}
    </div>
  );
}

function isReady(group: Met, choices: Choices): boolean {
  const { command } = group.changes[0] ?? {};
  const type = command?.name.split('.')[0] ?? '';
  return (
    isDecided(group, choices) && !group.fields.some(({ field }) => isImpossible(type, field, choices[field]))
  );
}

function fitting({ fields }: Met): Choices {
  return Object.fromEntries(
    fields.flatMap((met) => {
      const choice = suggestedChoice(met);
      return choice ? [[met.field, choice] as const] : [];
    }),
  );
}

function progress(ready: number, all: number): string {
  if (ready === all) return 'Everything is chosen.';
  return all === 1 ? 'Choose for each field.' : `${all - ready} of ${all} records are still to be chosen.`;
}
