import { classNames } from './class-names.ts';

export interface ProgressPart {
  tone: 'done' | 'doing' | 'late' | 'accent';
  value: number;
}

const FILLS = { done: 'bg-done', doing: 'bg-doing', late: 'bg-late', accent: 'bg-accent' };

/** How far something is; several parts stack from the left. */
export function ProgressBar({
  label,
  parts,
  max,
  className,
}: {
  label: string;
  parts: readonly ProgressPart[];
  max: number;
  className?: string;
}) {
  const total = parts.reduce((sum, part) => sum + part.value, 0);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={Math.min(parts[0]?.value ?? 0, max)}
      aria-valuetext={`${Math.min(total, max)} of ${max}`}
      className={classNames('flex h-1.5 w-full gap-px overflow-hidden rounded-full bg-pressed', className)}
    >
      {parts.map((part) => (
        <span
          key={part.tone}
          className={classNames('h-full transition-[width]', FILLS[part.tone])}
          style={{ width: `${max > 0 ? Math.min(100, (part.value / max) * 100) : 0}%` }}
        />
      ))}
    </div>
  );
}
