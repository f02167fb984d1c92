import type { Person } from '../../design/avatar.tsx';
import { classNames } from '../../design/class-names.ts';
import { personColors } from '../../design/person-hue.ts';

/** Someone else's pointer, with their first name, in their hue. */
export function LandingCursor({ person, className }: { person: Person; className?: string }) {
  const { color } = personColors(person.id);
  return (
    <span className={classNames('pointer-events-none flex items-start', className)} style={{ color }}>
      <svg viewBox="0 0 16 16" aria-hidden="true" className="size-4 shrink-0">
        <path
          d="M2 1.5 13.5 7 8 8.6 5.6 14z"
          fill="currentColor"
          stroke="var(--color-raised)"
          strokeWidth="1.2"
          strokeLinejoin="round"
        />
      </svg>
      <span
        className="-ml-0.5 mt-2.5 rounded-full px-1.5 text-11 font-medium text-on-person"
        style={{ backgroundColor: color }}
      >
        {person.name.split(' ')[0]}
      </span>
    </span>
  );
}
