import type { Refusal } from '@atrium/protocol';
import { ENTRY_FORMAT, type OutboxEntry } from '../outbox/outbox-entry.ts';
import type { OpenChannel } from '../ports.ts';

/** How a command left the outbox. */
export type Ending =
  | { readonly kind: 'committed'; readonly position: number; readonly version: number }
  | { readonly kind: 'dropped'; readonly refusal: Refusal };

/**
 * What tabs tell each other. None of it has to arrive, or in order: rows carry revisions, and what was missed
 * is found on the disk.
 * - `rows`: entries as they were written, and those that were taken out
 * - `steps`: what the sender has under way
 * - `sender`: who sends, whether its connection is live, and how far the push is
 * - `hello`: a tab has come; `wake`: a tab whose work does not get on asks for a sign of the sender
 * - `wants`: the scopes that a tab looks at, for whoever keeps the confirmed records
 * - `left`: a tab has gone; `ended`: the person has signed out
 */
export type TabNotice =
  | {
      readonly kind: 'rows';
      readonly rows: readonly OutboxEntry[];
      readonly gone: readonly (readonly [id: string, how: Ending])[];
      /** False: no disk has it, and whoever hears of it must not look for it there. */
      readonly kept: boolean;
    }
  | { readonly kind: 'steps'; readonly sent: readonly string[]; readonly received: readonly string[] }
  | { readonly kind: 'sender'; readonly live: boolean; readonly done: number }
  | { readonly kind: 'hello' }
  | { readonly kind: 'wake'; readonly live: boolean }
  | { readonly kind: 'wants'; readonly scopes: readonly string[] }
  | { readonly kind: 'left' }
  | { readonly kind: 'ended' };

interface Envelope {
  readonly format: number;
  readonly tab: string;
  readonly notice: TabNotice;
}

export interface TabChannel {
  tell(notice: TabNotice): void;
  close(): void;
}

/** Tells only tabs of the same format; the others find on the disk what they understand. */
export function openTabChannel(
  open: OpenChannel,
  { name, tab }: { readonly name: string; readonly tab: string },
  onNotice: (notice: TabNotice, from: string) => void,
): TabChannel {
  const channel = open(name, (raw) => {
    const envelope = raw as Envelope | undefined;
    if (envelope?.format === ENTRY_FORMAT && envelope.tab !== tab) onNotice(envelope.notice, envelope.tab);
  });
  return {
    tell: (notice) => channel.post({ format: ENTRY_FORMAT, tab, notice } satisfies Envelope),
    close: () => channel.close(),
  };
}

/** Of the outbox of one person in one workspace: its lock and its channel go by these names. */
export function senderLock(tenantId: string, personId: string): string {
  return `atrium:${tenantId}:${personId}:sender`;
}

export function channelName(tenantId: string, personId: string): string {
  return `atrium:${tenantId}:${personId}`;
}
