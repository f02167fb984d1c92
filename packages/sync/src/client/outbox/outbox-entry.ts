import type { Command, JsonObject, Refusal } from '@atrium/protocol';

/**
 * How far a command has come:
 * - `saving`, `saved`: here only; `sent`: on its way; `received`: the server has it
 * - `committed`: in the log at `position`; `visible`: and back in this client's confirmed records
 * - `refused`, `held` (something it builds on was refused): in the attention list until someone decides
 * - `dropped`: given up by the user
 */
export type ReceiptState =
  | { readonly step: 'saving' | 'saved' | 'sent' | 'received' }
  | { readonly step: 'committed' | 'visible'; readonly position: number; readonly version: number }
  | { readonly step: 'refused'; readonly refusal: Refusal }
  | { readonly step: 'held'; readonly because: string }
  | { readonly step: 'dropped' };

/** One command in the outbox that all tabs of a person share, as it is kept in storage. */
export interface OutboxEntry {
  /** With the versions after its base that are its sender's own, as far as they are known. */
  readonly command: Command;
  /** Higher than that of everything its tab knew when it was issued; see `inOrder`. */
  readonly sequence: number;
  /** The tab or process that issued it. */
  readonly tab: string;
  /** Grows with every write: of two copies the higher one is newer. */
  readonly revision: number;
  readonly state: EntryState;
  /** How often the connection broke over it in a way that blames a frame. */
  readonly strikes: number;
  readonly links: Links;
  /** What it was decided from, so that it can be read and done again when the record is out of sight. */
  readonly base?: EntryBase;
  /** What a tab without the right to send asks of the one that has it. */
  readonly wish?: Wish;
  /** Version of this shape; see `upcastQueue`. */
  readonly format: number;
}

export type EntryState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'committed'; readonly position: number; readonly version: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'held'; readonly because: string };

/** What the order of sending has to know of a command, kept for those who send without an overlay. */
export interface Links {
  /** Records it changes, beside its own. */
  readonly touches: readonly string[];
  /** Records and commands it builds on. */
  readonly needs: readonly string[];
  /** Records that exist only once it is done. */
  readonly creates: readonly string[];
}

export interface EntryBase {
  readonly type: string;
  readonly version: number;
  /** The short ones, and those that the command changes. */
  readonly fields: JsonObject;
}

/** `undo`: take it back as if it had never been; `otherwise` says how when it is on its way already. */
export type Wish =
  | { readonly kind: 'drop' }
  | { readonly kind: 'undo'; readonly otherwise: Command }
  | { readonly kind: 'supersede'; readonly by: Command; readonly links: Links };

export const ENTRY_FORMAT = 2;

/** The order of issue that all tabs agree on: what a tab knew of comes before what it issues. */
export function inOrder(a: OutboxEntry, b: OutboxEntry): number {
  if (a.sequence !== b.sequence) return a.sequence - b.sequence;
  if (a.tab !== b.tab) return a.tab < b.tab ? -1 : 1;
  return a.command.id < b.command.id ? -1 : 1;
}
