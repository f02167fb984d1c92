import type { Command, Refusal } from '@atrium/protocol';
import type { ConnectionState } from './connection/connection-state.ts';
import type { ScopeRepair } from './scopes/digest-checks.ts';

export interface ClientStatus {
  readonly connection: ConnectionState;
  /** Commands of all tabs that are not in the log yet. */
  readonly unsent: number;
  /** Of those, the ones that this device has not stored yet: do not say that they are kept. */
  readonly saving: number;
  /** Refused commands that wait for a decision. */
  readonly attention: number;
  /** `memory`: this device keeps nothing, or has no room; closing the tab loses what is unsent. */
  readonly storage: 'device' | 'memory';
  /** This tab sends for all tabs. */
  readonly isSender: boolean;
  readonly lastError?: { readonly code: string; readonly message: string };
}

/** What happens once and is worth a word on screen. */
export type ClientEvent =
  | { readonly kind: 'refused'; readonly command: Command; readonly refusal: Refusal }
  | ({ readonly kind: 'repaired' } & ScopeRepair)
  | { readonly kind: 'withdrawn'; readonly scope: string; readonly reason: string }
  | { readonly kind: 'problem'; readonly code: string; readonly message: string };
