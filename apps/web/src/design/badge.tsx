import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const TONES = {
  neutral: 'bg-todo-wash text-ink-muted',
  accent: 'bg-accent-wash text-accent-ink',
  todo: 'bg-todo-wash text-todo',
  doing: 'bg-doing-wash text-doing',
  done: 'bg-done-wash text-done',
  blocked: 'bg-blocked-wash text-blocked',
  late: 'bg-late-wash text-late',
};

export type BadgeTone = keyof typeof TONES;

/** A short word in a tone; always a word, never colour alone. */
export function Badge({
  tone = 'neutral',
  icon,
  children,
  className,
}: {
  tone?: BadgeTone;
  icon?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={classNames(
        'inline-flex h-5 max-w-full shrink-0 items-center gap-1 rounded-mark px-1.5 text-11 font-medium [&_svg]:size-3',
        TONES[tone],
        className,
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}

/** A label or a filter: outlined, with a dot in its hue (1 to 12), removable where `onRemove` is given. */
export function Chip({
  hue,
  children,
  onRemove,
  removeLabel = 'Remove',
  className,
}: {
  hue?: number;
  children: ReactNode;
  onRemove?: () => void;
  removeLabel?: string;
  className?: string;
}) {
  return (
    <span
      className={classNames(
        'inline-flex h-5 max-w-full shrink-0 items-center gap-1.5 rounded-full border border-line bg-raised px-2 text-11 text-ink-muted',
        className,
      )}
    >
      {hue && (
        <span
          className="size-1.5 shrink-0 rounded-full"
          style={{ backgroundColor: `var(--color-person-${hue})` }}
          aria-hidden="true"
        />
      )}
      <span className="truncate">{children}</span>
      {onRemove && (
        <button
          type="button"
          aria-label={removeLabel}
          onClick={onRemove}
          className="-mr-1.5 rounded-full p-0.5 text-ink-faint hover:bg-hover hover:text-ink"
        >
          <X className="size-3" aria-hidden="true" />
        </button>
      )}
    </span>
  );
}
