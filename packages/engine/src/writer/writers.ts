import type { Actor, Command, Outcome, TenantId } from '@atrium/protocol';
import type { LoggedEvent } from '../log/logged-event.ts';
import type { Runtime } from '../runtime.ts';
import { EngineClosed } from './engine-closed.ts';
import { TenantWriter } from './tenant-writer.ts';

/** How long `close` lets a writer wait for a lost database. */
const CLOSE_GRACE_MS = 3_000;

type Committed = (tenantId: TenantId, events: readonly LoggedEvent[], head: number) => void;

/** One writer per tenant that has work, opened when needed and forgotten when idle. */
export class Writers {
  readonly #runtime: Runtime;
  readonly #committed: Committed;
  readonly #writers = new Map<TenantId, TenantWriter>();
  #sweeper: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(runtime: Runtime, committed: Committed) {
    this.#runtime = runtime;
    this.#committed = committed;
  }

  submit(tenantId: TenantId, actor: Actor, command: Command): Promise<Outcome> {
    if (this.#closed) return Promise.reject(new EngineClosed());
    return this.#writerOf(tenantId).submit(actor, command);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#sweeper);
    await Promise.all([...this.#writers.values()].map((writer) => writer.close(CLOSE_GRACE_MS)));
    this.#writers.clear();
  }

  #writerOf(tenantId: TenantId): TenantWriter {
    const open = this.#writers.get(tenantId);
    if (open) return open;
    const writer = new TenantWriter(tenantId, this.#runtime, (events, head) =>
      this.#committed(tenantId, events, head),
    );
    this.#writers.set(tenantId, writer);
    this.#sweeper ??= setInterval(() => this.#sweep(), this.#runtime.limits.idleMs).unref();
    return writer;
  }

  #sweep(): void {
    const before = performance.now() - this.#runtime.limits.idleMs;
    for (const [tenantId, writer] of this.#writers) {
      if (writer.idle && writer.lastUsed < before) this.#writers.delete(tenantId);
    }
  }
}
