import type { TenantId } from '@atrium/protocol';
import { setTenant } from '../database/tenant-session.ts';
import type { Runtime } from '../runtime.ts';

const TENANTS_PER_ROUND_TRIP = 100;

/** Reads the heads of many tenants, each under its own row security, in few round trips. */
export async function readHeads(
  { database }: Pick<Runtime, 'database'>,
  tenantIds: readonly TenantId[],
): Promise<Map<TenantId, number>> {
  const heads = new Map<TenantId, number>();
  await database.control(
    async (tx) => {
      for (let start = 0; start < tenantIds.length; start += TENANTS_PER_ROUND_TRIP) {
        const chunk = tenantIds.slice(start, start + TENANTS_PER_ROUND_TRIP);
        const sql = chunk.map(
          (id) => `${setTenant(id)}; SELECT tenant_id, head FROM tenants WHERE tenant_id = '${id}'`,
        );
        const answer: unknown = await tx.client.query(sql.join('; '));
        const results = (Array.isArray(answer) ? answer : [answer]) as { rows: Partial<HeadRow>[] }[];
        for (const row of results.flatMap(({ rows }) => rows)) {
          if (row.tenant_id !== undefined && row.head !== undefined) heads.set(row.tenant_id, row.head);
        }
      }
    },
    { readOnly: true },
  );
  return heads;
}

interface HeadRow {
  readonly tenant_id: TenantId;
  readonly head: number;
}

/** Sees what other processes appended: reads the heads of the tenants that someone here follows. */
export class HeadPoller {
  readonly #runtime: Runtime;
  readonly #followed: () => readonly TenantId[];
  readonly #heard: (tenantId: TenantId, head: number) => void;
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> | undefined;
  #busy = false;
  #again = false;
  #closed = false;

  constructor(
    runtime: Runtime,
    followed: () => readonly TenantId[],
    heard: (tenantId: TenantId, head: number) => void,
  ) {
    this.#runtime = runtime;
    this.#followed = followed;
    this.#heard = heard;
  }

  /** Reads them at once, and from then on as long as anyone follows. */
  start(): void {
    this.#again = true;
    if (!this.#busy) this.#schedule(0);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#polling;
  }

  #schedule(pauseMs: number): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#polling = this.#poll();
    }, pauseMs).unref();
  }

  async #poll(): Promise<void> {
    this.#busy = true;
    this.#again = false;
    const tenantIds = this.#followed();
    try {
      if (tenantIds.length > 0) {
        for (const [tenantId, head] of await readHeads(this.#runtime, tenantIds)) this.#heard(tenantId, head);
      }
    } catch (error) {
      this.#runtime.logger.warn({ err: error }, 'The heads of the logs could not be read.');
    }
    this.#busy = false;
    if (this.#again) this.#schedule(0);
    else if (tenantIds.length > 0) this.#schedule(this.#runtime.limits.headPollMs);
  }
}
