import { classNames } from './class-names.ts';

export type StatusCategory = 'todo' | 'doing' | 'done' | 'blocked' | 'late';

const INK: Record<StatusCategory, string> = {
  todo: 'text-todo',
  doing: 'text-doing',
  done: 'text-done',
  blocked: 'text-blocked',
  late: 'text-late',
};

/** A shape per category, so that colour is never the only sign. */
export function StatusIcon({
  category,
  progress = 0.5,
  label,
  className,
}: {
  category: StatusCategory;
  /** For `doing`: how far along the workflow, 0 to 1. */
  progress?: number;
  /** Read out where no word stands beside it. */
  label?: string;
  className?: string;
}) {
  return (
    <svg
      viewBox="0 0 16 16"
      className={classNames('size-4 shrink-0', INK[category], className)}
      fill="none"
      role="img"
      aria-label={label}
      aria-hidden={!label}
    >
      <Shape category={category} progress={progress} />
    </svg>
  );
}

function Shape({ category, progress }: { category: StatusCategory; progress: number }) {
  switch (category) {
    case 'todo':
      return (
        <circle cx="8" cy="8" r="5.75" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.2 1.41" />
      );
    case 'doing':
      return (
        <>
          <circle cx="8" cy="8" r="5.75" stroke="currentColor" strokeWidth="1.5" />
          <circle
            cx="8"
            cy="8"
            r="1.75"
            stroke="currentColor"
            strokeWidth="3.5"
            pathLength="1"
            strokeDasharray={`${Math.min(Math.max(progress, 0.15), 0.9)} 1`}
            transform="rotate(-90 8 8)"
          />
        </>
      );
    case 'done':
      return (
        <>
          <circle cx="8" cy="8" r="6.5" fill="currentColor" />
          <path
            d="m5.2 8.2 2 2 3.6-4"
            stroke="var(--color-surface)"
            strokeWidth="1.6"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </>
      );
    case 'blocked':
      return (
        <>
          <path
            d="M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4z"
            stroke="currentColor"
            strokeWidth="1.5"
            strokeLinejoin="round"
          />
          <path d="M5.25 8h5.5" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
        </>
      );
    case 'late':
      return (
        <>
          <circle cx="8" cy="8" r="5.75" stroke="currentColor" strokeWidth="1.5" />
          <path
            d="M8 4.9V8l2 1.4"
            stroke="currentColor"
            strokeWidth="1.5"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </>
      );
  }
}
