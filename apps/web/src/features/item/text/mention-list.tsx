import { Avatar } from '../../../design/avatar.tsx';
import { classNames } from '../../../design/class-names.ts';
import type { PersonView } from '../../../workspace/use-people.ts';

/** The people that fit what is typed after an `@`; the field above keeps the focus. */
export function MentionList({
  id,
  people,
  active,
  place,
  onPick,
}: {
  id: string;
  people: readonly PersonView[];
  active: number;
  place: { left: number; top: number };
  onPick: (person: PersonView) => void;
}) {
  return (
    <div
      role="listbox"
      id={id}
      aria-label="People to mention"
      style={place}
      className="absolute z-float mt-1 w-56 animate-appear rounded-card bg-raised p-1 shadow-float"
    >
      {people.map((person, index) => (
        <div
          key={person.id}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          // A press must not take the focus from the field.
          onPointerDown={(event) => {
            event.preventDefault();
            onPick(person);
          }}
          className={classNames(
            'flex h-8 select-none items-center gap-2 rounded-control px-2 text-13 text-ink hover:bg-hover',
            index === active && 'bg-hover',
          )}
        >
          <Avatar person={person} placeholder={person.placeholder} />
          <span className="min-w-0 flex-1 truncate">{person.name}</span>
          <span className="text-12 text-ink-faint">@{person.handle}</span>
        </div>
      ))}
    </div>
  );
}
