import type { ReactNode } from 'react';

/** A part of an item under a small heading, with its actions at the right. */
export function Section({
  title,
  aside,
  actions,
  children,
}: {
  title: string;
  aside?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={title}>
      <div className="flex h-8 items-center gap-2">
        <h2 className="text-12 font-medium text-ink-muted">{title}</h2>
        {aside}
        <span className="ml-auto flex items-center gap-1">{actions}</span>
      </div>
      {children}
    </section>
  );
}
