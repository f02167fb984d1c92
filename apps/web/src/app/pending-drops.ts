import { type AttentionItem, Cell, type Client } from '@atrium/sync/client';
import { notifyDone } from '../design/toast.tsx';
import { useObservable } from '../workspace/use-observable.ts';
import { useClient } from '../workspace/workspace-context.ts';

const UNDO_MS = 6_000;
const NOTHING: ReadonlySet<string> = new Set();

/** Changes that someone gave up a moment ago: gone from the tray, and back again if they think better of it. */
const pending = new Cell(NOTHING);

/** Gives up what needs attention, unless it is undone within a moment. A page that closes meanwhile gives up nothing. */
export function dropSoon(client: Client, commandId: string, said: string): void {
  pending.set(new Set([...pending.get(), commandId]));
  const timer = setTimeout(() => {
    client.attention.drop(commandId);
    settle(commandId);
  }, UNDO_MS);
  const undo = () => {
    clearTimeout(timer);
    settle(commandId);
  };
  // Not by the key: that takes back what was done before.
  notifyDone(said, { action: { label: 'Undo', run: undo } });
}

/** What needs someone, without what was just given up. */
export function useNeeds(): readonly AttentionItem[] {
  const { attention, status } = useClient();
  useObservable(status);
  const dropped = useObservable(pending);
  return attention.list().filter(({ command }) => !dropped.has(command.id));
}

function settle(commandId: string): void {
  const rest = [...pending.get()].filter((other) => other !== commandId);
  pending.set(rest.length > 0 ? new Set(rest) : NOTHING);
}
