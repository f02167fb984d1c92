import type { Command, Refusal } from '@atrium/protocol';

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

/** One command in the outbox, as it is kept in storage. */
export interface OutboxEntry {
  readonly command: Command;
  /** Order of issue inside this outbox. */
  readonly sequence: number;
  /** The tab or process that sends it. */
  readonly partition: string;
  readonly state: StoredState;
  /** How often it was sent. */
  readonly attempts: number;
  /** How often the connection broke over it in a way that blames a frame. */
  readonly strikes: number;
  /** Version of this shape; see `upcastEntry`. */
  readonly format: number;
}

export type StoredState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'committed'; readonly position: number; readonly version: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'held'; readonly because: string };

export const ENTRY_FORMAT = 1;
