import { type ReactNode, useId } from 'react';

/** A heading with what it means at the left, its controls at the right; one under the other on a phone. */
export function SettingsSection({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid gap-x-10 gap-y-4 border-b border-line py-7 last:border-b-0 roomy:grid-cols-[15rem_1fr]"
    >
      <div>
        <h2 id={id} className="text-14 font-semibold">
          {title}
        </h2>
        {lead && <p className="mt-1 text-13 text-ink-muted text-pretty">{lead}</p>}
      </div>
      <div className="flex min-w-0 flex-col gap-4">{children}</div>
    </section>
  );
}

/** Rows in a box: statuses, labels, members. */
export function SettingsRows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul aria-label={label} className="divide-y divide-line rounded-card border border-line bg-raised">
      {children}
    </ul>
  );
}
