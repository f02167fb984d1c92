import type { TimelineEntry } from '@atrium/protocol/api';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Avatar } from '../../design/avatar.tsx';
import { Button } from '../../design/button.tsx';
import { useShortcuts } from '../../design/use-shortcuts.ts';
import { usePerson } from '../../workspace/use-people.ts';
import { dayName, wayWords } from './history-words.ts';
import { historyDays, type Sitting } from './sittings.ts';
import type { TimelineActions } from './timeline-actions.ts';
import { Entry } from './timeline-entry.tsx';

export interface TimelineProps {
  entries: readonly TimelineEntry[];
  names: Readonly<Record<string, string>>;
  actions: TimelineActions;
  hasMore: boolean;
  loadingMore: boolean;
  onMore: () => void;
}

/** Changes by day and by what belongs together, newest first. */
export function Timeline({ entries, names, actions, hasMore, loadingMore, onMore }: TimelineProps) {
  const days = useMemo(() => historyDays(entries), [entries]);
  const [seen] = useState(() => entries[0]?.position ?? 0);
  const list = useRef<HTMLDivElement>(null);
  useWalk(list, (position, act) => {
    const entry = entries.find((each) => each.position === position);
    if (entry) actions[act](entry);
  });
  return (
    <div ref={list}>
      {days.map((day) => (
        <section key={day.id} aria-label={dayName(day.time)}>
          <h2 className="sticky top-0 z-sticky -mx-2 bg-surface px-4 pb-1.5 pt-4 text-12 font-semibold text-ink-muted">
            {dayName(day.time)}
          </h2>
          {day.sittings.map((sitting) => (
            <SittingRows key={sitting.id} sitting={sitting} names={names} actions={actions} seen={seen} />
          ))}
        </section>
      ))}
      <footer className="flex min-h-14 items-center justify-center py-3 text-12 text-ink-faint">
        {hasMore ? (
          <More busy={loadingMore} onMore={onMore} />
        ) : (
          <output>{totals(entries)}, and none before.</output>
        )}
      </footer>
    </div>
  );
}

/** As an export counts them: a line for each field, and one for what changed none. */
export function totals(entries: readonly TimelineEntry[]): string {
  const fields = entries.reduce((sum, entry) => sum + entry.fields.length, 0);
  const count = (number: number, one: string) =>
    `${number.toLocaleString()} ${number === 1 ? one : `${one}s`}`;
  return `${count(entries.length, 'change')} of ${count(fields, 'field')}`;
}

interface SittingRowsProps extends Pick<TimelineProps, 'names' | 'actions'> {
  sitting: Sitting;
  seen: number;
}

function SittingRows({ sitting, names, actions, seen }: SittingRowsProps) {
  const { personId, entries, cause } = sitting;
  const [first] = entries;
  const person = usePerson(personId);
  if (!first) return null;
  const way = wayWords(first);
  return (
    <div className="mb-3 [contain-intrinsic-size:auto_120px] [content-visibility:auto]">
      <div className="flex min-h-7 items-center gap-2 px-2 text-13">
        {personId !== undefined && (
          <>
            <Avatar person={{ id: personId, name: first.personName }} placeholder={person.placeholder} />
            <span className="truncate font-medium">{first.personName}</span>
          </>
        )}
        {way && (
          <span
            className={
              personId === undefined ? 'truncate font-medium' : 'min-w-0 truncate text-12 text-ink-faint'
            }
          >
            {way}
          </span>
        )}
        {entries.length > 1 && (
          <span className="ml-auto shrink-0 text-12 text-ink-faint">{entries.length} changes</span>
        )}
      </div>
      <ul aria-label={cause?.name ?? first.personName} className="ml-2 border-l border-line pl-2">
        {entries.map((entry) => (
          <Entry
            key={entry.position}
            entry={entry}
            names={names}
            actions={actions}
            person={personId === undefined ? entry.personName : undefined}
            isNew={entry.position > seen}
          />
        ))}
      </ul>
    </div>
  );
}

/** Loads by itself when it comes into sight. */
function More({ busy, onMore }: { busy: boolean; onMore: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element || busy) return;
    const observer = new IntersectionObserver(
      ([seen]) => {
        if (seen?.isIntersecting) onMore();
      },
      { rootMargin: '600px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [busy, onMore]);
  return (
    <div ref={place}>
      <Button variant="ghost" size="small" busy={busy} onClick={onMore}>
        {busy ? 'Loading older changes' : 'Show older changes'}
      </Button>
    </div>
  );
}

type Act = 'pick' | 'show';

/** Arrows, and J and K, walk from change to change; Enter opens what can be done with one. */
function useWalk(
  list: React.RefObject<HTMLElement | null>,
  onAct: (position: number, what: Act) => void,
): void {
  const all = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-entry]') ?? [])];
  const current = () =>
    all().indexOf(document.activeElement?.closest<HTMLElement>('[data-entry]') as HTMLElement);
  const walk = (by: number) => {
    const entries = all();
    const to = entries[Math.min(entries.length - 1, Math.max(0, current() + by))];
    to?.focus({ preventScroll: true });
    to?.scrollIntoView({ block: 'nearest' });
  };
  const act = (what: Act) => onAct(Number(all()[current()]?.dataset.entry), what);
  useShortcuts([
    { keys: 'j', label: 'Next change', group: 'History', unoffered: true, run: () => walk(1) },
    { keys: 'k', label: 'Previous change', group: 'History', unoffered: true, run: () => walk(-1) },
    { keys: 'ArrowDown', label: 'Down', group: 'History', quiet: true, run: () => walk(1) },
    { keys: 'ArrowUp', label: 'Up', group: 'History', quiet: true, run: () => walk(-1) },
    {
      keys: 'x',
      label: 'Compare this version with another',
      group: 'History',
      when: () => current() >= 0,
      run: () => act('pick'),
    },
    {
      keys: 'v',
      label: 'Show this version',
      group: 'History',
      when: () => current() >= 0,
      run: () => act('show'),
    },
    {
      keys: 'm',
      label: 'What can be done with this change',
      group: 'History',
      when: () => current() >= 0,
      run: () => {
        const menu = all()[current()]?.querySelector<HTMLElement>('button[aria-haspopup="menu"]');
        // Menus open on a press of a key.
        menu?.focus();
        menu?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      },
    },
  ]);
}
