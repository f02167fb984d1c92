import { useMemo } from 'react';
import { Avatar } from '../../design/avatar.tsx';
import { Tooltip } from '../../design/tooltip.tsx';
import { usePresence } from '../../workspace/use-presence.ts';
import { byPerson, type Visitor, visitorsOf } from './view-presence.ts';
import { useWorkView } from './work-view-context.ts';

const MOST_SHOWN = 5;

/** Who else looks at the project now; pointing at someone tells what they do. */
export function ViewVisitors({ scope }: { scope: string }) {
  const view = useWorkView();
  const entries = usePresence(scope);
  const visitors = useMemo(
    () => byPerson(visitorsOf(entries)).filter(({ personId }) => personId !== view.me),
    [entries, view.me],
  );
  if (visitors.length === 0) return null;
  const nameOf = (visitor: Visitor) => view.people.get(visitor.personId)?.name ?? 'Someone';
  const shown = visitors.slice(0, MOST_SHOWN);
  const rest = visitors.slice(MOST_SHOWN);
  return (
    <ul aria-label="Also here" className="flex items-center gap-2 px-1">
      {shown.map((visitor) => (
        <li key={visitor.personId} className="flex">
          <Tooltip label={`${nameOf(visitor)} ${doing(visitor)}`}>
            <span className="inline-flex rounded-full">
              <Avatar person={{ id: visitor.personId, name: nameOf(visitor) }} here />
            </span>
          </Tooltip>
        </li>
      ))}
      {rest.length > 0 && (
        <li className="flex">
          <Tooltip label={rest.map(nameOf).join(', ')}>
            <span className="text-11 font-medium text-ink-muted">+{rest.length}</span>
          </Tooltip>
        </li>
      )}
    </ul>
  );
}

function doing({ drag, item }: Visitor): string {
  if (drag) return 'is moving a card';
  return item ? `looks at ${item}` : 'is here';
}
