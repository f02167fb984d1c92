import { createEngine, type Engine, openDatabase, openPostgres, snapshotConsumer } from '@atrium/engine';
import { type EvolvingEvent, evolveAll } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { currentLoad, describeMachine, type Machine, postgresVersion } from '../measure/machine.ts';
import { pairedRuns } from '../measure/paired-runs.ts';
import { scratchFolder } from '../measure/scratch-folder.ts';
import { median, rounded } from '../measure/statistics.ts';
import { openEmmettReplay } from './peers/emmett-replay.ts';
import type { OpenReplayPeer } from './peers/replay-peer.ts';
import { type LongHistory, seedHistory } from './seed-history.ts';

export interface ReplayFigures {
  readonly benchmark: 'replay';
  readonly machine: Machine;
  /** Of the one record that is measured. */
  readonly events: number;
  /** Events a second, folded in memory. */
  readonly foldedPerSecond: number;
  /** Events a second, read from the store and folded. */
  readonly replayedPerSecond: number;
  /** Milliseconds to a version of the record, at versions all over its history. */
  readonly loadWithMs: number;
  readonly loadWithoutMs: number;
  /** Times as fast with snapshots. */
  readonly ratioWithSnapshots: number;
  readonly peers: readonly PeerFigures[];
  readonly goals: { readonly ratioWithSnapshots: number };
}

interface PeerFigures {
  readonly name: string;
  readonly replayedPerSecond: number;
  readonly loadMs: number;
}

export interface ReplayBenchOptions {
  readonly quick: boolean;
  readonly say: (line: string) => void;
}

interface Plan {
  readonly events: number;
  readonly rounds: number;
  /** Versions read in a round. */
  readonly loads: number;
}

const FULL: Plan = { events: 10_000, rounds: 5, loads: 9 };
const QUICK: Plan = { events: 300, rounds: 1, loads: 3 };

const PEERS: readonly OpenReplayPeer[] = [openEmmettReplay];

/** A record with a long past: how fast it is folded, and what snapshots save, beside other event stores. */
export async function replayBench({ quick, say }: ReplayBenchOptions): Promise<ReplayFigures> {
  const plan = quick ? QUICK : FULL;
  const load = currentLoad();
  const folder = await scratchFolder();
  const postgres = await openPostgres({ dataDir: folder.path, role: 'tool' });
  try {
    const database = await openDatabase(postgres);
    const engine = createEngine({ database });
    engine.consumers.register(snapshotConsumer());
    try {
      say(`A work item with ${plan.events} events, twice: with snapshots and without …`);
      const [kept, bare] = [await seedHistory(engine, plan.events), await seedHistory(engine, plan.events)];
      await engine.consumers.caughtUp('snapshots', kept.tenantId);
      const events = await engine.readEvents(bare.tenantId, { recordId: bare.recordId, limit: plan.events });
      const changes = events.map(({ name, patch }) => ({ name, set: patch.set }));
      const peers = await Promise.all(PEERS.map((open) => open(postgres, changes)));
      const newest = { version: plan.events - 1 };
      const ours = {
        fold: async () => perSecond(plan.events, () => folded(events)),
        replay: async () =>
          perSecond(plan.events, () => engine.readRecordAt(bare.tenantId, bare.recordId, newest)),
        with: () => loads(engine, kept, plan),
        without: () => loads(engine, bare, plan),
      };
      const theirs = peers.flatMap((peer) => [
        [`${peer.name} replay`, () => perSecond(plan.events, () => peer.replay())] as const,
        [`${peer.name} load`, () => milliseconds(() => peer.load())] as const,
      ]);
      const runs = await pairedRuns<{ [name: string]: () => Promise<number> }>(plan.rounds, {
        ...ours,
        ...Object.fromEntries(theirs),
      });
      await Promise.all(peers.map((peer) => peer.close()));
      const figure = (name: string) => rounded(median(runs[name] ?? []));
      const ratios = (runs.without ?? []).map((without, at) => without / (runs.with?.[at] ?? without));
      return {
        benchmark: 'replay',
        machine: describeMachine(postgresVersion(postgres.version), load),
        events: plan.events,
        foldedPerSecond: figure('fold'),
        replayedPerSecond: figure('replay'),
        loadWithMs: figure('with'),
        loadWithoutMs: figure('without'),
        ratioWithSnapshots: rounded(median(ratios)),
        peers: peers.map(({ name }) => ({
          name,
          replayedPerSecond: figure(`${name} replay`),
          loadMs: figure(`${name} load`),
        })),
        goals: { ratioWithSnapshots: 50 },
      };
    } finally {
      await engine.close();
      await database.close();
    }
  } finally {
    await postgres.close();
    await folder.remove();
  }
}

async function folded(events: readonly EvolvingEvent[]): Promise<RecordState | undefined> {
  return evolveAll(undefined, events);
}

/** The median of loads at versions all over the newer half of the history. */
async function loads(engine: Engine, { tenantId, recordId, events }: LongHistory, { loads: count }: Plan) {
  const times: number[] = [];
  for (let at = 1; at <= count; at += 1) {
    const version = Math.floor((events * (count + at)) / (2 * count)) - 7;
    times.push(await milliseconds(() => engine.readRecordAt(tenantId, recordId, { version })));
  }
  return median(times);
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function perSecond(count: number, work: () => Promise<unknown>): Promise<number> {
  return (count * 1_000) / (await milliseconds(work));
}
