import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { type Child, canPin, startChild } from '../measure/child.ts';
import { currentLoad, describeMachine, type Machine, postgresVersion } from '../measure/machine.ts';
import { pairedRuns } from '../measure/paired-runs.ts';
import { scratchFolder } from '../measure/scratch-folder.ts';
import { median, percentile, rounded } from '../measure/statistics.ts';
import { bareLoad, bootstrapBody, firstLoad } from './first-load.ts';
import { LiveLatency } from './live-latency.ts';
import { relayLatency } from './relay-latency.ts';
import type { RelayReady } from './relay-process.ts';
import type { ServerArguments, ServerReady } from './server-process.ts';
import { CONNECTIONS_PER_USER, Subscribers } from './subscribers.ts';

export interface SyncFigures {
  readonly benchmark: 'sync';
  readonly machine: Machine;
  readonly commandsPerSecond: number;
  /** From one client's call to the change in another client's store, with the durable commit in between. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly ackP50Ms: number;
  readonly ackP99Ms: number;
  /** A bare relay of messages of that size, at the same rate. */
  readonly relayP50Ms: number;
  readonly relayP99Ms: number;
  readonly bootstrapRecords: number;
  readonly bootstrapMs: number;
  /** With connecting and loading the workspace before it. */
  readonly coldStartMs: number;
  /** The same bytes from memory, only parsed. */
  readonly bareLoadMs: number;
  readonly ratioToBareLoad: number;
  readonly largeRecords: number;
  readonly largeBootstrapMs: number;
  readonly subscribers: number;
  readonly deltasPerSecond: number;
  /** From a commit to each of the subscribers, with so many commands a second. */
  readonly steadyPerSecond: number;
  readonly deliveryP50Ms: number;
  readonly deliveryP99Ms: number;
  /** Whether the server and PostgreSQL had a core of their own, apart from the load. */
  readonly pinned: boolean;
  readonly goals: { readonly p99Ms: number; readonly bootstrapMs: number; readonly deliveryP99Ms: number };
}

export interface SyncBenchOptions {
  readonly quick: boolean;
  readonly say: (line: string) => void;
}

type Plan = typeof FULL;

const FULL = {
  loaded: 10_000,
  large: 100_000,
  live: 1_000,
  rounds: 3,
  run: { perSecond: 500, milliseconds: 6_000, warmUp: 1_000 },
  subscribers: 1_000,
  burst: 500,
  steady: { perSecond: 20, milliseconds: 5_000 },
};
const QUICK: Plan = {
  loaded: 300,
  large: 600,
  live: 100,
  rounds: 1,
  run: { perSecond: 100, milliseconds: 300, warmUp: 50 },
  subscribers: 5,
  burst: 20,
  steady: { perSecond: 20, milliseconds: 200 },
};

export async function syncBench({ quick, say }: SyncBenchOptions): Promise<SyncFigures> {
  const plan = quick ? QUICK : FULL;
  const load = currentLoad();
  keepOffTheFirstCore();
  const folder = await scratchFolder();
  try {
    const users = Math.max(2, Math.ceil(plan.subscribers / CONNECTIONS_PER_USER));
    const started: ServerArguments = {
      dataDir: folder.path,
      users,
      loaded: plan.loaded,
      large: plan.large,
      live: plan.live,
    };
    say(`A server with ${plan.loaded}, ${plan.large} and ${plan.live} work items …`);
    const server = await startChild<ServerReady>('../sync/server-process.ts', started);
    const relay = await startChild<RelayReady>('../sync/relay-process.ts', {});
    try {
      const machine = describeMachine(postgresVersion(server.ready.postgres), load);
      return { benchmark: 'sync', machine, ...(await measure(server, relay.ready.port, { plan, say })) };
    } finally {
      await server.close();
      await relay.close();
    }
  } finally {
    await folder.remove();
  }
}

async function measure(
  server: Child<ServerReady>,
  relayPort: number,
  { plan, say }: { readonly plan: Plan; readonly say: (line: string) => void },
) {
  const body = await bootstrapBody(server.ready);
  await fetch(`http://127.0.0.1:${relayPort}`, { method: 'PUT', body });
  const loads = await pairedRuns(plan.rounds * 2 + 1, {
    ours: () => firstLoad(server.ready),
    bare: () => bareLoad(relayPort),
  });
  // The first of each runs cold code.
  const ours = loads.ours.slice(1);
  if (ours.some(({ records }) => records !== plan.loaded)) throw new Error('Records are missing.');
  say(`  first load: ${ours.map(({ bootstrapMs }) => rounded(bootstrapMs)).join(', ')} ms`);

  const { largeProjectId } = server.ready;
  const largeLoads = await pairedRuns(plan.rounds, { ours: () => firstLoad(server.ready, largeProjectId) });
  if (largeLoads.ours.some(({ records }) => records !== plan.large)) throw new Error('Records are missing.');
  const largeBootstrapMs = median(largeLoads.ours.map((load) => load.bootstrapMs));
  say(`  first load of ${plan.large} records: ${rounded(largeBootstrapMs)} ms`);

  const live = await LiveLatency.open(server.ready);
  const latencies = await pairedRuns(plan.rounds, {
    ours: async () => {
      const figures = await live.run(plan.run);
      say(`  from change to other screen: p99 ${rounded(percentile(figures.visible, 0.99))} ms`);
      return figures;
    },
    relay: async () => {
      const visible = await relayLatency(relayPort, plan.run);
      say(`  bare relay: p99 ${rounded(percentile(visible, 0.99))} ms`);
      return { visible, acknowledged: visible };
    },
  });
  await live.close();

  const subscribers = await Subscribers.open(server, plan.subscribers);
  await subscribers.burst(plan.burst);
  const bursts = await pairedRuns(plan.rounds, { ours: () => subscribers.burst(plan.burst) });
  const steady = await pairedRuns(plan.rounds, { ours: () => subscribers.steady(plan.steady) });
  subscribers.close();
  say(`  deltas per second: ${bursts.ours.map(rounded).join(', ')}`);

  const of = (share: number, runs: readonly (readonly number[])[]) =>
    rounded(median(runs.map((run) => percentile(run, share))));
  const visible = latencies.ours.map((run) => run.visible);
  const acknowledged = latencies.ours.map((run) => run.acknowledged);
  const relayed = latencies.relay.map((run) => run.visible);
  const bootstrapMs = median(ours.map((load) => load.bootstrapMs));
  const bareLoadMs = median(loads.bare.slice(1));
  return {
    commandsPerSecond: plan.run.perSecond,
    p50Ms: of(0.5, visible),
    p99Ms: of(0.99, visible),
    ackP50Ms: of(0.5, acknowledged),
    ackP99Ms: of(0.99, acknowledged),
    relayP50Ms: of(0.5, relayed),
    relayP99Ms: of(0.99, relayed),
    bootstrapRecords: plan.loaded,
    bootstrapMs: rounded(bootstrapMs),
    coldStartMs: rounded(median(ours.map((load) => load.coldMs))),
    bareLoadMs: rounded(bareLoadMs),
    ratioToBareLoad: rounded(bootstrapMs / bareLoadMs),
    largeRecords: plan.large,
    largeBootstrapMs: rounded(largeBootstrapMs),
    subscribers: plan.subscribers,
    deltasPerSecond: rounded(median(bursts.ours)),
    steadyPerSecond: plan.steady.perSecond,
    deliveryP50Ms: of(0.5, steady.ours),
    deliveryP99Ms: of(0.99, steady.ours),
    pinned: canPin,
    goals: { p99Ms: 20, bootstrapMs: 300, deliveryP99Ms: 50 },
  };
}

function keepOffTheFirstCore(): void {
  if (!canPin) return;
  const others = `1-${availableParallelism() - 1}`;
  execFileSync('taskset', ['-a', '-p', '-c', others, String(process.pid)]);
}
