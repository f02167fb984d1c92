import { GitMerge } from 'lucide-react';
import { Button } from '../../../design/button.tsx';
import type { Conflict } from '../use-conflict.ts';

/** Two people changed one text at once: both are shown, and one is chosen. */
export function ConflictNote({ conflict, by }: { conflict: Conflict; by: string }) {
  return (
    <section
      aria-label="Changed at the same time"
      className="mt-2 flex flex-col gap-3 rounded-card border border-accent-line bg-accent-wash p-3"
    >
      <p className="flex items-center gap-2 font-medium">
        <GitMerge className="size-4 text-accent-ink" aria-hidden="true" />
        {by} changed this at the same time. Your words are kept here.
      </p>
      <div className="grid gap-3 roomy:grid-cols-2">
        <Version label="Yours" text={conflict.mine} />
        <Version label="Theirs, saved now" text={conflict.theirs} />
      </div>
      <div className="flex gap-2">
        <Button size="small" variant="primary" onClick={conflict.keepMine}>
          Keep mine
        </Button>
        <Button size="small" onClick={conflict.takeTheirs}>
          Take theirs
        </Button>
      </div>
    </section>
  );
}

function Version({ label, text }: { label: string; text: unknown }) {
  return (
    <div className="min-w-0">
      <p className="pb-1 text-11 font-medium text-ink-muted">{label}</p>
      <div className="max-h-48 overflow-y-auto whitespace-pre-wrap break-words rounded-control border border-line bg-raised px-2.5 py-1.5 text-13">
        {typeof text === 'string' && text !== '' ? text : <span className="text-ink-faint">Empty</span>}
      </div>
    </div>
  );
}
