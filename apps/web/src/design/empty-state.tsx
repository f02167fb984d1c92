import type { ReactNode } from 'react';
import { Button } from './button.tsx';

/** One sentence, one picture, one thing to do, one key. */
export function EmptyState({
  picture,
  title,
  children,
  action,
}: {
  picture?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: { label: string; keys?: string; icon?: ReactNode; run: () => void };
}) {
  return (
    <div className="flex h-full min-h-64 flex-col items-center justify-center gap-4 p-6 text-center">
      {picture && (
        <div aria-hidden="true" className="mb-1">
          {picture}
        </div>
      )}
      <div className="max-w-80 text-balance">
        <h2 className="text-14 font-semibold">{title}</h2>
        {children && <p className="mt-1 text-13 text-ink-muted">{children}</p>}
      </div>
      {action && (
        <Button variant="primary" keys={action.keys} icon={action.icon} onClick={action.run}>
          {action.label}
        </Button>
      )}
    </div>
  );
}
