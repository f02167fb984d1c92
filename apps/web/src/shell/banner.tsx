import type { ReactNode } from 'react';
import { classNames } from '../design/class-names.ts';

/** One calm line over the whole app; `attention` when it needs the person. */
export function Banner({
  tone = 'calm',
  children,
  action,
}: {
  tone?: 'calm' | 'attention';
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <output
      className={classNames(
        'flex min-h-9 shrink-0 flex-wrap items-center justify-center gap-x-3 px-3 py-1 text-center text-12 font-medium',
        tone === 'calm' ? 'bg-doing-wash text-doing' : 'bg-late-wash text-late',
      )}
    >
      {children}
      {action}
    </output>
  );
}
