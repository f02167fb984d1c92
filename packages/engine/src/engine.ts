import type { IdRanges, Preview, Scope } from '@atrium/model';
import type { Actor, Command, Outcome, RecordId, RecordState, TenantId } from '@atrium/protocol';
import type { Consumers } from './consumers/consumers.ts';
import type { Database } from './database/open-database.ts';
import type { Following, FollowListener } from './log/follower.ts';
import type { LoggedEvent } from './log/logged-event.ts';
import type { EventQuery } from './log/read-events.ts';
import type { Verification } from './log/verification-state.ts';
import type { LogCheck } from './log/verify-log.ts';
import type { VerificationAsked } from './log/verify-on.ts';
import type { PastMoment } from './records/read-record-at.ts';
import type { PastScope } from './records/read-scope-at.ts';
import type { ScopePart } from './records/scope-view.ts';
import type { CreateTenantResult, NewTenant } from './writer/create-tenant.ts';
import type { UndoReport } from './writer/undo-cause.ts';

/** The server's core: takes commands into the tenants' logs and reads what came of them. */
export interface Engine {
  readonly database: Database;
  readonly consumers: Consumers;

  /**
   * Decides a command on behalf of an actor and stores what follows. The same command id always gets the same
   * outcome, from any process. Rejects only with DatabaseUnavailable, EngineClosed, or a bug.
   */
  submit(tenantId: TenantId, actor: Actor, command: Command): Promise<Outcome>;
  /** A workspace with its owner, all or nothing. */
  createTenant(tenant: NewTenant): Promise<CreateTenantResult>;

  /** The position of the newest event; 0 for an empty log. */
  head(tenantId: TenantId): Promise<number>;
  readEvents(tenantId: TenantId, query: EventQuery): Promise<LoggedEvent[]>;
  /** Deleted records too; ids that do not exist are left out. In no order. */
  readRecords(tenantId: TenantId, ids: readonly RecordId[]): Promise<RecordState[]>;
  /** A record as it was at a version or a time; undefined before it was created. Follows from its events alone. */
  readRecordAt(tenantId: TenantId, recordId: RecordId, at: PastMoment): Promise<RecordState | undefined>;
  /** What a command would do as things stand, without doing it. */
  foresee(tenantId: TenantId, actor: Actor, command: Command): Promise<Preview>;
  /**
   * The live records of a scope as of one position, without regard to rights; with `ranges`, only those whose
   * ids fall into them. Read to the end, or leave with `return`.
   */
  readScope(tenantId: TenantId, scope: Scope, ranges?: IdRanges): AsyncGenerator<ScopePart, void, void>;
  /** The same as the scope was at a position or a time; with what has left it or been deleted since. */
  readScopeAt(tenantId: TenantId, past: PastScope): AsyncGenerator<ScopePart, void, void>;
  /** Every event after a position, in order, exactly once, whichever process appends it. */
  follow(tenantId: TenantId, after: number, listener: FollowListener): Following;
  /** Another process says that a log reaches this far; followers then need not wait for the next poll. */
  hint(tenantId: TenantId, head: number): void;

  /** Undoes every command of a cause that still can be, newest first. Called again, it completes itself. */
  undoCause(
    tenantId: TenantId,
    actor: Actor,
    cause: string,
    onProgress?: (done: number) => void,
  ): Promise<UndoReport>;
  /** Walks the hash chain and names the first position that does not hold. */
  verify(tenantId: TenantId, onProgress?: (position: number) => void): Promise<LogCheck>;

  /** How far the hash chain was verified, when, and how far a run is. */
  verification(tenantId: TenantId): Promise<Verification>;
  /** Starts to verify from where it was last verified; answers at once. */
  verifyOn(tenantId: TenantId, asked: VerificationAsked): Promise<Verification>;
  /** When no such run of this process goes on any more. */
  verified(tenantId: TenantId): Promise<void>;

  /** Takes nothing more, answers what is queued, stops followers and consumers. The database stays open. */
  close(): Promise<void>;
}
