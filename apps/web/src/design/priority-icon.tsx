import { classNames } from './class-names.ts';

export type Priority = 'urgent' | 'high' | 'medium' | 'low' | 'none';

export const PRIORITY_NAMES: Record<Priority, string> = {
  urgent: 'Urgent',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  none: 'No priority',
};

const BARS: Record<Exclude<Priority, 'urgent' | 'none'>, number> = { high: 3, medium: 2, low: 1 };

/** Rising bars; urgent is a filled square with a mark, no priority three short dashes. */
export function PriorityIcon({
  priority,
  label,
  className,
}: {
  priority: Priority;
  label?: string;
  className?: string;
}) {
  const looks = classNames('size-4 shrink-0', className);
  if (priority === 'urgent') {
    return (
      <svg
        viewBox="0 0 16 16"
        className={classNames(looks, 'text-priority-urgent')}
        role="img"
        aria-label={label}
        aria-hidden={!label}
      >
        <rect x="1.5" y="1.5" width="13" height="13" rx="3.5" fill="currentColor" />
        <path d="M8 4.6v4" stroke="var(--color-surface)" strokeWidth="1.8" strokeLinecap="round" />
        <circle cx="8" cy="11.2" r="1.05" fill="var(--color-surface)" />
      </svg>
    );
  }
  const filled = priority === 'none' ? 0 : BARS[priority];
  return (
    <svg
      viewBox="0 0 16 16"
      className={classNames(looks, 'text-priority-high')}
      role="img"
      aria-label={label}
      aria-hidden={!label}
    >
      {[0, 1, 2].map((bar) =>
        priority === 'none' ? (
          <rect
            key={bar}
            x={1.75 + bar * 4.5}
            y="7.25"
            width="3"
            height="1.5"
            rx="0.75"
            className="fill-ink-faint"
          />
        ) : (
          <rect
            key={bar}
            x={2 + bar * 4.5}
            y={9.5 - bar * 3.25}
            width="3"
            height={4.5 + bar * 3.25}
            rx="1"
            fill={bar < filled ? 'currentColor' : 'var(--color-priority-rest)'}
          />
        ),
      )}
    </svg>
  );
}
