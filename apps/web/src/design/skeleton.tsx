import { classNames } from './class-names.ts';

/** A block in the place of something that is coming; give it that thing's size. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={classNames('block shrink-0 animate-breathe rounded-mark bg-pressed/70', className)}
    />
  );
}

const WIDTHS = ['w-1/2', 'w-2/3', 'w-2/5', 'w-3/5', 'w-1/3'];

export function RowsSkeleton({ rows = 8, label = 'Loading' }: { rows?: number; label?: string }) {
  return (
    <output aria-label={label} className="block">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton have no identity.
        <span key={row} className="flex h-9 items-center gap-3 border-b border-line px-4">
          <Skeleton className="size-4" />
          <Skeleton className="h-3 w-14" />
          <Skeleton className={classNames('h-3', WIDTHS[row % WIDTHS.length])} />
          <Skeleton className="ml-auto size-5 rounded-full" />
        </span>
      ))}
    </output>
  );
}

export function BoardSkeleton({
  columns = 4,
  label = 'Loading the board',
}: {
  columns?: number;
  label?: string;
}) {
  return (
    <output aria-label={label} className="flex h-full gap-3 overflow-hidden p-3">
      {Array.from({ length: columns }, (_, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns of a skeleton have no identity.
        <span key={column} className="flex w-72 shrink-0 flex-col gap-2">
          <Skeleton className="mb-1 h-4 w-24" />
          {Array.from({ length: 4 - (column % 3) }, (_, card) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: cards of a skeleton have no identity.
            <span key={card} className="flex flex-col gap-2 rounded-card border border-line bg-raised p-3">
              <Skeleton className="h-3 w-12" />
              <Skeleton className="h-3 w-4/5" />
              <Skeleton className="h-3 w-1/3" />
            </span>
          ))}
        </span>
      ))}
    </output>
  );
}
