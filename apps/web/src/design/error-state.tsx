import { RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';

/** What happened, what was kept, what to do. */
export function ErrorState({
  title,
  children,
  retry,
  details,
}: {
  title: string;
  children?: ReactNode;
  retry?: { label?: string; run: () => void };
  /** For a report: a code, a request id. */
  details?: string;
}) {
  return (
    <div
      role="alert"
      className="flex h-full min-h-64 flex-col items-center justify-center gap-4 p-6 text-center"
    >
      <TriangleAlert className="size-7 text-late" strokeWidth={1.5} aria-hidden="true" />
      <div className="max-w-96 text-balance">
        <h2 className="text-14 font-semibold">{title}</h2>
        {children && <p className="mt-1 text-13 text-ink-muted">{children}</p>}
      </div>
      {retry && (
        <Button icon={<RotateCw />} onClick={retry.run}>
          {retry.label ?? 'Try again'}
        </Button>
      )}
      {details && (
        <p className="max-w-full select-all break-all font-mono text-11 text-ink-faint">{details}</p>
      )}
    </div>
  );
}
