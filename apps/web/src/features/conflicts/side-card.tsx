import type { ReactNode } from 'react';
import { classNames } from '../../design/class-names.ts';

/** One of the ways to settle a field, with what it would be: a radio with a body. */
export function SideCard({
  name,
  value,
  label,
  aside,
  checked,
  onPick,
  children,
  className,
}: {
  /** Of the radio group. */
  name: string;
  value: string;
  label: string;
  aside?: ReactNode;
  checked: boolean;
  onPick: () => void;
  children?: ReactNode;
  className?: string;
}) {
  return (
    <div
      className={classNames(
        'flex min-w-0 flex-col rounded-control border bg-raised transition-colors',
        checked ? 'border-accent-line' : 'border-line',
        className,
      )}
    >
      <label
        className={classNames(
          'flex min-h-8 cursor-pointer flex-wrap items-center gap-x-2 rounded-control px-2.5 py-1 text-12 transition-colors focus-within:outline-2 focus-within:outline-focus',
          checked ? 'bg-accent-wash' : 'hover:bg-hover',
        )}
      >
        <input
          type="radio"
          name={name}
          value={value}
          checked={checked}
          onChange={onPick}
          className="size-3.5 shrink-0 accent-accent outline-none!"
        />
        <span className="font-medium">{label}</span>
        {aside && <span className="min-w-0 text-ink-faint">{aside}</span>}
      </label>
      {children && <div className="min-w-0 px-2.5 pb-2 pt-1 text-13">{children}</div>}
    </div>
  );
}

/** A side's text, as long as it may be. */
export const sideText = 'max-h-56 overflow-y-auto';
