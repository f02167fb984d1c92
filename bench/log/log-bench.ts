import {
  createEngine,
  type Database,
  type Engine,
  openDatabase,
  openPostgres,
  type PostgresHandle,
} from '@atrium/engine';
import { updateWorkItem } from '@atrium/model';
import { type Actor, newId } from '@atrium/protocol';
import { seedBoard } from '../engine/seed-board.ts';
import { type Board, Workload } from '../engine/workload.ts';
import { closedLoop, type LoopFigures } from '../measure/closed-loop.ts';
import { currentLoad, describeMachine, type Machine, postgresVersion } from '../measure/machine.ts';
import { packageVersion } from '../measure/package-version.ts';
import { pairedRuns } from '../measure/paired-runs.ts';
import { scratchFolder } from '../measure/scratch-folder.ts';
import { median, percentile, rounded } from '../measure/statistics.ts';
import { EmmettAppends, type ItemEdited, itemEdited } from './emmett-appends.ts';
import { EMMETT_DATABASE, type EmmettStore, openEmmett } from './emmett-store.ts';
import { Horizon, type HorizonFigures, type HorizonRun } from './horizon.ts';

export interface LogFigures {
  readonly benchmark: 'log';
  readonly machine: Machine;
  readonly emmett: string;
  /** Whole commands, decided and stored, of 16 people at once in one workspace. */
  readonly commandsPerSecond: number;
  /** Of 256 people, each in one of 16 workspaces. */
  readonly manyTenantsPerSecond: number;
  readonly thousandClientsPerSecond: number;
  readonly thousandClientsP99Ms: number;
  /** Bare appends of one event, 16 at once. */
  readonly emmettAppendsPerSecond: number;
  readonly ratioToEmmett: number;
  /** Milliseconds from commit to a reader on another node, at worst: in peace, and with a transaction open elsewhere. */
  readonly seenCalmMs: number;
  readonly seenHeldMs: number;
  readonly emmettSeenCalmMs: number;
  readonly emmettSeenHeldMs: number;
  readonly heldForMs: number;
  readonly goals: { readonly ratioToEmmett: number };
}

export interface LogBenchOptions {
  readonly quick: boolean;
  readonly say: (line: string) => void;
}

const FULL = {
  items: 4_000,
  tenants: 16,
  rounds: 3,
  loop: { warmUpMs: 700, measureMs: 3_000 },
  horizon: { events: 60, everyMs: 25, heldForMs: 3_000 },
};
const QUICK: typeof FULL = {
  items: 1_000,
  tenants: 2,
  rounds: 1,
  loop: { warmUpMs: 20, measureMs: 120 },
  horizon: { events: 4, everyMs: 10, heldForMs: 100 },
};

/** Our log beside Emmett's, on the same PostgreSQL. */
export async function logBench({ quick, say }: LogBenchOptions): Promise<LogFigures> {
  const plan = quick ? QUICK : FULL;
  const load = currentLoad();
  const folder = await scratchFolder();
  const postgres = await openPostgres({ dataDir: folder.path, role: 'tool' });
  try {
    const database = await openDatabase(postgres, { maxSessions: 24 });
    const engine = createEngine({ database });
    const emmett = await openEmmett(postgres);
    try {
      const boards: Board[] = [];
      const itemsEach = Math.ceil(plan.items / plan.tenants);
      say(`${plan.tenants} workspaces with ${plan.items} work items between them …`);
      while (boards.length < plan.tenants) boards.push(await seedBoard(engine, itemsEach));
      const crowd = await seedBoard(engine, plan.items);
      let run = 0;
      const measured = (name: string, once: () => Promise<LoopFigures>) => async () => {
        const figures = await once();
        say(`  ${name}: ${rounded(figures.perSecond)} per second`);
        return figures;
      };
      const runs = await pairedRuns(plan.rounds, {
        ours: measured('commands, 16 at once', () => drive(engine, [crowd], { ...plan.loop, clients: 16 })),
        emmett: measured('appends of Emmett, 16 at once', () => {
          run += 1;
          const appends = new EmmettAppends(emmett.store, 16, 250, run);
          return closedLoop({ ...plan.loop, clients: 16 }, (client) => appends.append(client));
        }),
        many: measured(`commands in ${plan.tenants} workspaces, 256 at once`, () =>
          drive(engine, boards, { ...plan.loop, clients: 256 }),
        ),
        thousand: measured('commands, 1,000 at once', () =>
          drive(engine, [crowd], { ...plan.loop, clients: 1_000 }),
        ),
      });
      say('A transaction stays open elsewhere …');
      const held = await ourHorizon({ engine, database, postgres, board: crowd }, plan.horizon);
      const emmettHeld = await emmettHorizon(emmett, postgres, plan.horizon);
      const speeds = (figures: readonly LoopFigures[]) => figures.map(({ perSecond }) => perSecond);
      const worst = (latencies: readonly number[]) => rounded(percentile(latencies, 1));
      return {
        benchmark: 'log',
        machine: describeMachine(postgresVersion(postgres.version), load),
        emmett: await packageVersion('@event-driven-io/emmett-postgresql'),
        commandsPerSecond: rounded(median(speeds(runs.ours))),
        manyTenantsPerSecond: rounded(median(speeds(runs.many))),
        thousandClientsPerSecond: rounded(median(speeds(runs.thousand))),
        thousandClientsP99Ms: rounded(
          median(runs.thousand.map(({ latencies }) => percentile(latencies, 0.99))),
        ),
        emmettAppendsPerSecond: rounded(median(speeds(runs.emmett))),
        ratioToEmmett: rounded(
          median(speeds(runs.ours).map((speed, index) => speed / (speeds(runs.emmett)[index] ?? speed))),
        ),
        seenCalmMs: worst(held.calmMs),
        seenHeldMs: worst(held.heldMs),
        emmettSeenCalmMs: worst(emmettHeld.calmMs),
        emmettSeenHeldMs: worst(emmettHeld.heldMs),
        heldForMs: plan.horizon.heldForMs,
        goals: { ratioToEmmett: 5 },
      };
    } finally {
      await emmett.close();
      await engine.close();
      await database.close();
    }
  } finally {
    await postgres.close();
    await folder.remove();
  }
}

async function drive(
  engine: Engine,
  boards: readonly Board[],
  loop: { readonly warmUpMs: number; readonly measureMs: number; readonly clients: number },
): Promise<LoopFigures> {
  const clientsEach = Math.ceil(loop.clients / boards.length);
  const workloads = await Promise.all(
    boards.map(async (board) => {
      const records = await engine.readRecords(board.tenantId, board.itemIds);
      const versions = new Map(records.map(({ id, version }) => [id, version]));
      const start = await engine.head(board.tenantId);
      const actor: Actor = { personId: board.personId, via: 'web' };
      const versionOf = (id: string) => versions.get(id) ?? 0;
      return { actor, board, workload: new Workload(board, clientsEach, { start, versionOf }) };
    }),
  );
  return closedLoop(loop, async (client) => {
    const found = workloads[client % workloads.length];
    if (!found) throw new RangeError('There is no such workspace.');
    const { command, answered } = found.workload.next(Math.floor(client / workloads.length));
    answered(await engine.submit(found.board.tenantId, found.actor, command));
  });
}

/** Ours is read by a second node, which is told nothing and finds out by polling. */
async function ourHorizon(
  ours: {
    readonly engine: Engine;
    readonly database: Database;
    readonly postgres: PostgresHandle;
    readonly board: Board;
  },
  run: HorizonRun,
): Promise<HorizonFigures> {
  const { engine, database, postgres, board } = ours;
  const node = createEngine({ database });
  const actor: Actor = { personId: board.personId, via: 'web' };
  const [recordId = ''] = board.itemIds;
  const horizon = new Horizon({
    async append(number) {
      const [record] = await engine.readRecords(board.tenantId, [recordId]);
      if (!record) throw new Error('The item is not there.');
      const draft = updateWorkItem(record, { set: { title: titleOf(number) } });
      const command = { ...draft, id: newId(), issuedAt: new Date().toISOString() };
      const outcome = await engine.submit(board.tenantId, actor, command);
      if (outcome.kind === 'refused') throw new Error(outcome.refusal.message);
    },
  });
  const following = node.follow(board.tenantId, await engine.head(board.tenantId), ({ events }) => {
    for (const { patch } of events) horizon.seen(numberOf(patch.set?.title));
  });
  try {
    return await horizon.measure(postgres, run);
  } finally {
    await following.stop();
    await node.close();
  }
}

async function emmettHorizon(
  { store }: EmmettStore,
  postgres: PostgresHandle,
  run: HorizonRun,
): Promise<HorizonFigures> {
  const consumer = store.consumer();
  const horizon = new Horizon({
    append: async (number) => {
      await store.appendToStream('horizon', [itemEdited(titleOf(number))]);
    },
  });
  consumer.reactor({
    processorId: 'horizon',
    startFrom: 'END',
    eachMessage: ({ data }) => horizon.seen(numberOf((data as ItemEdited['data']).set.title)),
  });
  const running = consumer.start();
  try {
    return await horizon.measure(postgres, { ...run, database: EMMETT_DATABASE });
  } finally {
    await consumer.close();
    await running;
  }
}

function titleOf(number: number): string {
  return `Seen elsewhere ${number}`;
}

/** NaN for events that are none of the probe's. */
function numberOf(title: unknown): number {
  return Number(/^Seen elsewhere (\d+)$/.exec(String(title))?.[1]);
}
