import type { Command } from '@atrium/protocol';
import type { AttentionItem } from '@atrium/sync/client';
import { CloudOff, Download, RotateCw, Wifi } from 'lucide-react';
import { Button } from '../design/button.tsx';
import { RelativeTime } from '../design/relative-time.tsx';
import { Sheet } from '../design/sheet.tsx';
import { isSettledHere } from '../features/conflicts/conflict-groups.ts';
import { useFrameActions } from '../workspace/frame-actions.ts';
import { useObservable } from '../workspace/use-observable.ts';
import { useRecord } from '../workspace/use-records.ts';
import { useClient } from '../workspace/workspace-context.ts';
import { commandWords } from './command-words.ts';
import { connectionSentence } from './connection-words.ts';
import { exportQueue } from './export-queue.ts';

const SHOWN = 100;

/** The connection in words, what still has to be saved, and what waits for a decision. */
export function ConnectionPanel({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title="Connection and changes">
      <Inside />
    </Sheet>
  );
}

function Inside() {
  const client = useClient();
  const { signInAgain } = useFrameActions();
  const status = useObservable(client.status);
  const needs = client.attention.list();
  const held = new Set(needs.flatMap(({ holds }) => holds.map(({ id }) => id)));
  const waiting = client
    .queue()
    .filter(
      ({ command, state }) => state.kind === 'waiting' || (state.kind === 'held' && !held.has(command.id)),
    );
  const live = status.connection === 'live';
  return (
    <div className="flex flex-col gap-6 p-4">
      <section className="flex items-start gap-3">
        {live ? (
          <Wifi className="mt-0.5 size-4 shrink-0 text-done" aria-hidden="true" />
        ) : (
          <CloudOff className="mt-0.5 size-4 shrink-0 text-doing" aria-hidden="true" />
        )}
        <p className="min-w-0 flex-1 text-13">{connectionSentence(status)}</p>
        {status.connection === 'unauthenticated' ? (
          <Button size="small" onClick={signInAgain}>
            Sign in
          </Button>
        ) : (
          !live &&
          status.connection !== 'offline' && (
            <Button size="small" icon={<RotateCw />} onClick={() => client.reconnect()}>
              Try now
            </Button>
          )
        )}
      </section>
      {needs.length > 0 && (
        <section aria-label="Needs you" className="flex flex-col gap-2">
          <h2 className="text-12 font-medium text-ink-muted">Needs you</h2>
          <ul className="flex flex-col gap-2">
            {needs.map((item) => (
              <AttentionRow key={item.command.id} item={item} />
            ))}
          </ul>
        </section>
      )}
      <section aria-label="Not saved yet" className="flex flex-col gap-2">
        <div className="flex h-7 items-center justify-between">
          <h2 className="text-12 font-medium text-ink-muted">Not saved yet</h2>
          {waiting.length + needs.length > 0 && (
            <Button size="small" variant="ghost" icon={<Download />} onClick={() => exportQueue(client)}>
              Export
            </Button>
          )}
        </div>
        {waiting.length === 0 ? (
          <p className="text-13 text-ink-faint">Nothing waits here.</p>
        ) : (
          <ul className="divide-y divide-line rounded-card border border-line">
            {waiting.slice(0, SHOWN).map(({ command }) => (
              <li key={command.id} className="flex items-baseline gap-3 px-3 py-2 text-13">
                <CommandWords command={command} className="min-w-0 flex-1" />
                <RelativeTime at={command.issuedAt} className="shrink-0 text-12 text-ink-faint" />
              </li>
            ))}
            {waiting.length > SHOWN && (
              <li className="px-3 py-2 text-12 text-ink-faint">and {waiting.length - SHOWN} more</li>
            )}
          </ul>
        )}
      </section>
    </div>
  );
}

function CommandWords({ command, className }: { command: Command; className?: string }) {
  const record = useRecord(command.recordId);
  return <span className={className}>{commandWords(command, record)}</span>;
}

function AttentionRow({ item: { command, refusal, holds } }: { item: AttentionItem }) {
  const client = useClient();
  const { settleConflicts } = useFrameActions();
  const conflict = refusal.code === 'CONFLICT';
  const settles = isSettledHere({ command, refusal });
  return (
    <li className="flex flex-col gap-2 rounded-card border border-line bg-surface p-3 text-13">
      <CommandWords command={command} className="font-medium" />
      <p className="text-late">{refusal.message}</p>
      {holds.length > 0 && (
        <p className="text-12 text-ink-faint">
          {holds.length === 1 ? '1 later change waits' : `${holds.length} later changes wait`} for it.
        </p>
      )}
      <div className="flex gap-2">
        {settles ? (
          <Button size="small" onClick={() => settleConflicts(command.recordId)}>
            {conflict ? 'Compare and settle…' : 'Look at it…'}
          </Button>
        ) : (
          <>
            <Button size="small" onClick={() => client.attention.retry(command.id)}>
              Try again
            </Button>
            <Button size="small" variant="ghost" onClick={() => client.attention.drop(command.id)}>
              Give it up
            </Button>
          </>
        )}
      </div>
    </li>
  );
}
