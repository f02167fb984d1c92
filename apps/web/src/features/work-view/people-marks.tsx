import { Avatar } from '../../design/avatar.tsx';
import type { PersonView } from '../../workspace/use-people.ts';

/**
 * Avatars in an entry of a view, where hundreds come and go while one scrolls: names come by the browser's own
 * hint, and not by a tooltip each.
 */
export function PeopleMarks({ people, max = 2 }: { people: readonly PersonView[]; max?: number }) {
  const shown = people.length === max + 1 ? people : people.slice(0, max);
  return (
    <span
      className="inline-flex shrink-0 items-center -space-x-0.5"
      title={people.map(({ name }) => name).join(', ')}
    >
      {shown.map((person) => (
        <span key={person.id} className="inline-flex rounded-full ring-[1.5px] ring-surface">
          <Avatar person={person} placeholder={person.placeholder} />
        </span>
      ))}
      {people.length > shown.length && (
        <span className="pl-1.5 text-11 font-medium text-ink-muted">+{people.length - shown.length}</span>
      )}
    </span>
  );
}
