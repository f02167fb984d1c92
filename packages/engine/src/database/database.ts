import type { TenantId } from '@atrium/protocol';
import type { Capabilities } from './capabilities.ts';
import type { MoveOptions, MoveReport } from './move/moving.ts';
import type { PlaceHealth } from './place-health.ts';
import type { Placement } from './placement.ts';
import type { TenantSession } from './tenant-session.ts';
import type { Tx } from './tx.ts';

export interface TransactionOptions {
  /** With one that is not the usual one, transactions only read. */
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  readonly readOnly?: boolean;
}

/** Every way to the data. All of them work as an ordinary role under row-level security. */
export interface Database {
  /** Of the main database. */
  readonly capabilities: Capabilities;
  /** Of the database in which the tenant lives. */
  capabilitiesOf(tenantId: TenantId): Promise<Capabilities>;
  /** A transaction that sees and writes the rows of one tenant only, wherever it lives. Rolled back if `work` throws. */
  withTenant<T>(tenantId: TenantId, work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** A transaction that sees one user's own memberships, and no tenant's rows. */
  withUser<T>(userId: string, work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** A transaction over the control tables that belong to no tenant. */
  control<T>(work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** A transaction over one tenant's memberships and invitations, which are in the main database. */
  controlOf<T>(tenantId: TenantId, work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /**
   * The last position of each tenant's log, for noticing what other processes appended. Without those whose database
   * does not answer, and with `openOnly` without those whose database is not open in this process.
   */
  heads(
    tenantIds: readonly TenantId[],
    options?: { readonly openOnly?: boolean },
  ): Promise<Map<TenantId, number>>;
  /** A connection of one's own for many transactions of one tenant. Release it. */
  acquire(tenantId: TenantId): Promise<TenantSession>;
  placementOf(tenantId: TenantId): Promise<Placement>;
  /** Every place in which some tenant lives, and whether it answers. */
  places(): Promise<PlaceHealth[]>;
  /** Moves a tenant to another place while it is in use, or completes a move that was cut short. */
  moveTenant(tenantId: TenantId, to: Placement, options?: MoveOptions): Promise<MoveReport>;
  close(): Promise<void>;
}
