import type { TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import type { LoggedEvent } from '../log/logged-event.ts';

/** A durable reader of every tenant's log. */
export interface Consumer {
  /** Never to be changed: its offsets are stored under it. */
  readonly name: string;
  /**
   * Works off some events of one tenant, in order. What it writes through `tx` is committed together with
   * the offset, so its effect happens exactly once; a throw takes both back, and the same events come again.
   */
  handle(tx: Tx, events: readonly LoggedEvent[], tenantId: TenantId): Promise<void>;
  /** Removes what it made for a tenant, before it is rebuilt from the first event. */
  reset?(tx: Tx, tenantId: TenantId): Promise<void>;
}

export interface Consumers {
  /** Before or after `run`. A name may be registered once. */
  register(consumer: Consumer): void;
  /** Starts working in this process; other nodes may run the same consumers. */
  run(): void;
  /** Starts a consumer over, for one tenant or all. Resolves when it is reset, not when it has caught up. */
  rebuild(name: string, tenantId?: TenantId): Promise<void>;
  /** Resolves when a consumer has worked off everything that a tenant's log holds now. */
  caughtUp(name: string, tenantId: TenantId): Promise<void>;
}
