import type { TenantId } from '@atrium/protocol';
import type { Feeds } from '../log/feeds.ts';
import type { Runtime } from '../runtime.ts';
import { waitToRetry } from '../wait-to-retry.ts';
import { ConsumerRunner } from './consumer-runner.ts';
import { consumerLag, consumeStep, resetConsumer } from './consumer-step.ts';
import type { Consumers } from './consumers.ts';

/** Databases of tenants that are not open in this process are looked at once in so many polls. */
const POLLS_BETWEEN_CLOSED = 24;

export interface RunningConsumers extends Consumers {
  close(): Promise<void>;
}

export function createConsumers(runtime: Runtime, feeds: Feeds): RunningConsumers {
  const runners = new Map<string, ConsumerRunner>();
  const seen = new Map<TenantId, number>();
  let running = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let polling: Promise<void> | undefined;
  let polls = 0;

  function runnerOf(name: string): ConsumerRunner {
    const runner = runners.get(name);
    if (!runner) throw new Error(`No consumer is registered as ${name}`);
    return runner;
  }

  function wakeAll(tenantId: TenantId): void {
    if (running) for (const runner of runners.values()) runner.wake(tenantId);
  }

  /** Finds logs that grew without anyone telling this process. */
  async function poll(): Promise<void> {
    // Whoever writes elsewhere reacts to it there; opening every database each time would keep them all open.
    const openOnly = polls % POLLS_BETWEEN_CLOSED !== 0;
    polls += 1;
    try {
      const heads = await runtime.database.heads(await allTenants(runtime), { openOnly });
      for (const [tenantId, head] of heads) {
        if (seen.get(tenantId) === head) continue;
        wakeAll(tenantId);
        seen.set(tenantId, head);
      }
    } catch (error) {
      runtime.logger.warn({ err: error }, 'The heads of the logs could not be read for the consumers.');
    }
    schedule(runtime.limits.consumerPollMs);
  }

  function schedule(pauseMs: number): void {
    if (closed) return;
    timer = setTimeout(() => {
      polling = poll();
    }, pauseMs).unref();
  }

  feeds.onGrowth = wakeAll;
  return {
    register(consumer) {
      if (runners.has(consumer.name)) throw new Error(`A consumer is registered as ${consumer.name} already`);
      runners.set(consumer.name, new ConsumerRunner(consumer, runtime));
      seen.clear();
    },
    run() {
      if (running || closed) return;
      running = true;
      schedule(0);
    },
    async rebuild(name, tenantId) {
      const runner = runnerOf(name);
      for (const id of tenantId === undefined ? await allTenants(runtime) : [tenantId]) {
        await resetConsumer(runtime, runner.consumer, id);
        if (running) runner.wake(id);
      }
    },
    async caughtUp(name, tenantId) {
      const { consumer } = runnerOf(name);
      const { head } = await consumerLag(runtime, name, tenantId);
      for (let attempt = 0; !closed; ) {
        const step = await consumeStep(runtime, consumer, tenantId);
        if (step.kind === 'done' && (step.position >= head || !step.more)) return;
        if (step.kind === 'done') continue;
        if ((await consumerLag(runtime, name, tenantId)).position >= head) return;
        await waitToRetry(attempt);
        attempt += 1;
      }
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await polling;
      await Promise.all([...runners.values()].map((runner) => runner.close()));
    },
  };
}

async function allTenants({ database }: Runtime): Promise<TenantId[]> {
  return database.control(
    async (tx) => {
      const { rows } = await tx.query<{ id: TenantId }>('SELECT id FROM tenant_directory ORDER BY id');
      return rows.map(({ id }) => id);
    },
    { readOnly: true },
  );
}
