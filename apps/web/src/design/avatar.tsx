import { classNames } from './class-names.ts';
import { initials, personColors } from './person-hue.ts';
import { Tooltip } from './tooltip.tsx';

export interface Person {
  id: string;
  name: string;
}

const SIZES = { small: 'size-5 text-initials', medium: 'size-6 text-initials', large: 'size-8 text-12' };

export interface AvatarProps {
  person: Person;
  size?: keyof typeof SIZES;
  /** A ring in their hue: they are here now. */
  here?: boolean;
  /** A placeholder for someone who has not joined yet. */
  placeholder?: boolean;
  className?: string;
}

export function Avatar({ person, size = 'small', here, placeholder, className }: AvatarProps) {
  const { color, wash } = personColors(person.id);
  return (
    <span
      role="img"
      aria-label={person.name}
      style={{
        color,
        backgroundColor: placeholder ? 'transparent' : wash,
        boxShadow: here ? `0 0 0 1.5px var(--color-surface), 0 0 0 3px ${color}` : undefined,
        borderColor: placeholder ? color : undefined,
      }}
      className={classNames(
        'inline-flex shrink-0 select-none items-center justify-center rounded-full font-semibold leading-none tracking-tight',
        placeholder && 'border border-dashed',
        SIZES[size],
        className,
      )}
    >
      <span aria-hidden="true">{initials(person.name)}</span>
    </span>
  );
}

/** People side by side; what does not fit becomes a count whose tooltip names the rest. */
export function AvatarStack({
  people,
  max = 3,
  size = 'small',
  here,
}: {
  people: readonly Person[];
  max?: number;
  size?: AvatarProps['size'];
  here?: boolean;
}) {
  // A lone "+1" takes the place of the avatar that it hides.
  const shown = people.length === max + 1 ? people : people.slice(0, max);
  const rest = people.slice(shown.length);
  return (
    <span className={classNames('inline-flex items-center', here ? 'gap-2.5 px-1' : '-space-x-0.5')}>
      {shown.map((person) => (
        <Tooltip key={person.id} label={person.name}>
          <span className={classNames('inline-flex rounded-full', !here && 'ring-[1.5px] ring-surface')}>
            <Avatar person={person} size={size} here={here} />
          </span>
        </Tooltip>
      ))}
      {rest.length > 0 && (
        <Tooltip label={rest.map((person) => person.name).join(', ')}>
          <span className="pl-2 text-11 font-medium text-ink-muted">+{rest.length}</span>
        </Tooltip>
      )}
    </span>
  );
}
