import { type ReactNode, useId } from 'react';

/** A titled box of rows. */
export function MembersSection({
  title,
  count,
  lead,
  children,
}: {
  title: string;
  count?: number;
  lead?: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <div>
        <h2 id={id} className="text-13 font-semibold">
          {title}
          {count !== undefined && <span className="ml-2 font-normal text-ink-faint">{count}</span>}
        </h2>
        {lead && <p className="text-12 text-ink-muted text-pretty">{lead}</p>}
      </div>
      <ul className="divide-y divide-line rounded-card border border-line bg-raised">{children}</ul>
    </section>
  );
}
