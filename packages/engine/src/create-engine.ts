import { builtIn, type Registry } from '@atrium/model';
import type { Actor, Command, Outcome, TenantId } from '@atrium/protocol';
import type { Bus } from './bus/bus.ts';
import { soleBus } from './bus/sole-bus.ts';
import { createConsumers } from './consumers/create-consumers.ts';
import type { Database } from './database/open-database.ts';
import type { Engine } from './engine.ts';
import { DEFAULT_LIMITS, type EngineLimits } from './engine-limits.ts';
import { type EngineLogger, type EngineMetrics, SILENT } from './engine-metrics.ts';
import { foresee } from './history/foresee.ts';
import { Feeds } from './log/feeds.ts';
import { readHead } from './log/heads.ts';
import { readEvents } from './log/read-events.ts';
import { verifyLog } from './log/verify-log.ts';
import { createLogVerifier } from './log/verify-on.ts';
import { readRecordAt } from './records/read-record-at.ts';
import { readRecords } from './records/read-records.ts';
import { readScope } from './records/read-scope.ts';
import { readScopeAt } from './records/read-scope-at.ts';
import type { ReplayCost } from './records/stored-states.ts';
import { Turnstile } from './records/turnstile.ts';
import type { Runtime } from './runtime.ts';
import { checkCommand } from './writer/check-command.ts';
import { createTenant } from './writer/create-tenant.ts';
import { undoCause } from './writer/undo-cause.ts';
import { Writers } from './writer/writers.ts';

export interface EngineOptions {
  readonly database: Database;
  readonly registry?: Registry;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly logger?: EngineLogger;
  readonly metrics?: EngineMetrics;
  readonly limits?: Partial<EngineLimits>;
  /** To other nodes on the same database; whoever opened it closes it. Without one this node is the only one. */
  readonly bus?: Bus;
}

export function createEngine(options: EngineOptions): Engine {
  const { database } = options;
  const runtime: Runtime = {
    database,
    registry: options.registry ?? builtIn,
    clock: options.clock ?? Date.now,
    logger: options.logger ?? SILENT,
    metrics: options.metrics ?? {},
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    bus: options.bus ?? soleBus(),
  };
  const turnstile = new Turnstile(runtime.limits.openScopes);
  const feeds = new Feeds(runtime);
  const writers = new Writers(runtime, (tenantId, events, head) => feeds.committed(tenantId, events, head));
  const consumers = createConsumers(runtime, feeds);
  const verifier = createLogVerifier(runtime);
  const read = { readOnly: true };
  const costOf = (tenantId: TenantId) => (cost: ReplayCost) => runtime.metrics.replayed?.(tenantId, cost);

  function submit(tenantId: TenantId, actor: Actor, command: Command): Promise<Outcome> {
    const refusal = checkCommand(command, actor);
    if (refusal) return Promise.resolve({ kind: 'refused', refusal });
    return writers.submit(tenantId, { personId: actor.personId, via: actor.via }, command);
  }

  return {
    database,
    consumers,
    submit,
    createTenant: (tenant) =>
      createTenant(runtime, tenant, (tenantId, events, head) => feeds.committed(tenantId, events, head)),
    head: (tenantId) => database.withTenant(tenantId, (tx) => readHead(tx, tenantId), read),
    readEvents: (tenantId, query) =>
      database.withTenant(tenantId, (tx) => readEvents(tx, tenantId, query), read),
    readRecords: (tenantId, ids) =>
      database.withTenant(tenantId, (tx) => readRecords(tx, tenantId, ids), read),
    readRecordAt: (tenantId, recordId, at) =>
      database.withTenant(
        tenantId,
        (tx) => readRecordAt(tx, { tenantId, recordId, at, onCost: costOf(tenantId) }),
        read,
      ),
    foresee: (tenantId, actor, command) =>
      database.withTenant(tenantId, (tx) => foresee(runtime, tx, { tenantId, actor, command }), {
        isolation: 'repeatable read',
        readOnly: true,
      }),
    readScope: (tenantId, scope, ranges) =>
      readScope({ database, registry: runtime.registry, turnstile }, tenantId, { scope, ranges }),
    readScopeAt: (tenantId, past) =>
      readScopeAt({ database, registry: runtime.registry, turnstile }, tenantId, past),
    follow: (tenantId, after, listener) => feeds.follow(tenantId, after, listener),
    hint: (tenantId, head) => feeds.hint(tenantId, head),
    undoCause: (tenantId, actor, cause, onProgress) =>
      undoCause(runtime, (command) => submit(tenantId, actor, command), {
        tenantId,
        actor,
        cause,
        onProgress,
      }),
    verify: (tenantId, onProgress) => verifyLog(database, tenantId, onProgress),
    verification: (tenantId) => verifier.state(tenantId),
    verifyOn: (tenantId, asked) => verifier.start(tenantId, asked),
    verified: (tenantId) => verifier.settled(tenantId),
    async close() {
      // Before anything is awaited: from this call on nothing more is taken.
      await writers.close();
      await verifier.close();
      await consumers.close();
      await feeds.close();
    },
  };
}
