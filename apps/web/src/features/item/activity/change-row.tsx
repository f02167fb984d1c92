import type { RecordId, RecordState } from '@atrium/protocol';
import type { ReactNode } from 'react';
import { Avatar } from '../../../design/avatar.tsx';
import { RelativeTime } from '../../../design/relative-time.tsx';
import { usePerson } from '../../../workspace/use-people.ts';
import type { ChangeGroup } from './change-groups.ts';
import { ChangeWords } from './change-words.tsx';

const LIFECYCLE = { created: 'created it', deleted: 'deleted it', restored: 'restored it' };
/** Ways in other than a screen, as the rest of a sentence. */
export const WAYS: Record<string, string> = {
  api: 'through the API',
  cli: 'through the command line',
  automation: 'through an automation',
  import: 'through an import',
};

/** What someone did in one go, one sentence per change. */
export function ChangeRow({ group, project }: { group: ChangeGroup; project: RecordState }) {
  const [first, ...rest] = group.changes;
  return (
    <TimelineRow
      personId={group.personId}
      at={group.at}
      via={group.via}
      source={group.source}
      more={rest.map((change) => (
        <p key={change.field} className="[overflow-wrap:anywhere]">
          <ChangeWords change={change} project={project} />
        </p>
      ))}
    >
      {group.lifecycle
        ? LIFECYCLE[group.lifecycle]
        : first && <ChangeWords change={first} project={project} />}
    </TimelineRow>
  );
}

/** Who, what, when and through what, in one sentence. */
export function TimelineRow({
  personId,
  at,
  via,
  source,
  more,
  children,
}: {
  personId: RecordId;
  at: string;
  via?: string;
  /** Where it was imported from. */
  source?: string | undefined;
  more?: ReactNode;
  children: ReactNode;
}) {
  const person = usePerson(personId);
  const way = source ? `from ${source}` : via && WAYS[via];
  return (
    <div className="flex gap-2 px-3 text-12 leading-5 text-ink-muted">
      <Avatar person={person} placeholder={person.placeholder} />
      <div className="min-w-0 flex-1">
        <div className="[overflow-wrap:anywhere]">
          <span className="font-medium text-ink">{person.name}</span> {children}
          <span className="whitespace-nowrap text-ink-faint">
            {' · '}
            <RelativeTime at={at} />
          </span>
          {way && <span className="text-ink-faint"> · {way}</span>}
        </div>
        {more}
      </div>
    </div>
  );
}
