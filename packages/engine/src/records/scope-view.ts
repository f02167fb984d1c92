import type { Registry } from '@atrium/model';
import type { RecordState, TenantId } from '@atrium/protocol';
import type { Database } from '../database/open-database.ts';
import type { Tx } from '../database/tx.ts';
import { handedOver } from './handed-over.ts';
import type { Turnstile } from './turnstile.ts';

/** First where the log stood, then the records as of there, in batches. */
export type ScopePart =
  | { readonly kind: 'position'; readonly position: number }
  | { readonly kind: 'records'; readonly records: readonly RecordState[] };

export interface ScopeSource {
  readonly database: Database;
  readonly registry: Registry;
  /** Readers keep a connection each; some must be left for what they ask beside it. */
  readonly turnstile: Turnstile;
}

/**
 * A view of a tenant's records as of one moment, for as long as its reader takes; only so many are open at once. Holds
 * a connection until it is read to its end or left.
 */
export function scopeView(
  { database, turnstile }: ScopeSource,
  tenantId: TenantId,
  read: (tx: Tx, emit: (part: ScopePart) => Promise<void>) => Promise<void>,
): AsyncGenerator<ScopePart, void, void> {
  return handedOver(async (emit) => {
    const leave = await turnstile.enter();
    try {
      await database.withTenant(tenantId, (tx) => read(tx, emit), {
        isolation: 'repeatable read',
        readOnly: true,
      });
    } finally {
      leave();
    }
  });
}
