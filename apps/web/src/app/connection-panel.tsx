import { CloudOff, Download, RotateCw, Wifi } from 'lucide-react';
import { Button } from '../design/button.tsx';
import { ProgressBar } from '../design/progress-bar.tsx';
import { RelativeTime } from '../design/relative-time.tsx';
import { Sheet } from '../design/sheet.tsx';
import { useFrameActions } from '../workspace/frame-actions.ts';
import { useTellsRefusals } from '../workspace/told-in-place.ts';
import { useObservable } from '../workspace/use-observable.ts';
import { useClient } from '../workspace/workspace-context.ts';
import { AttentionRow } from './attention-row.tsx';
import { CommandLine } from './command-line.tsx';
import { connectionSentence } from './connection-words.ts';
import { DeviceSection } from './device-section.tsx';
import { exportQueue } from './export-queue.ts';
import { useNeeds } from './pending-drops.ts';

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
  const status = useObservable(client.status);
  const needs = useNeeds();
  // Whoever looks here sees it arrive.
  useTellsRefusals(() => true);
  const held = new Set(client.attention.list().flatMap(({ holds }) => holds.map(({ id }) => id)));
  const waiting = client
    .queue()
    .filter(
      ({ command, state }) => state.kind === 'waiting' || (state.kind === 'held' && !held.has(command.id)),
    );
  const push = useObservable(client.push);
  return (
    <div className="flex flex-col gap-6 p-4">
      <Connection />
      {status.connection === 'live' && push.total > 1 && (
        <div className="-mt-3 flex items-center gap-3 text-12 text-ink-muted">
          <ProgressBar
            label="Sending"
            parts={[{ tone: 'accent', value: push.done }]}
            max={push.total}
            className="flex-1"
          />
          <span className="tabular-nums">
            {push.done} of {push.total} sent
          </span>
        </div>
      )}
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
                <CommandLine command={command} className="min-w-0 flex-1 [overflow-wrap:anywhere]" />
                <RelativeTime at={command.issuedAt} className="shrink-0 text-12 text-ink-faint" />
              </li>
            ))}
            {waiting.length > SHOWN && (
              <li className="px-3 py-2 text-12 text-ink-faint">and {waiting.length - SHOWN} more</li>
            )}
          </ul>
        )}
      </section>
      <DeviceSection />
    </div>
  );
}

function Connection() {
  const client = useClient();
  const { signInAgain } = useFrameActions();
  const status = useObservable(client.status);
  const live = status.connection === 'live';
  return (
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
  );
}
