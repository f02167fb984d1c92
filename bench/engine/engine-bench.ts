import { createEngine, type Engine, openDatabase } from '@atrium/engine';
import type { Command, Outcome } from '@atrium/protocol';
import { benchPostgres } from '../measure/bench-postgres.ts';
import { closedLoop, type LoopFigures } from '../measure/closed-loop.ts';
import { currentLoad, describeMachine, type Machine, postgresVersion } from '../measure/machine.ts';
import { pairedRuns } from '../measure/paired-runs.ts';
import { median, percentile, rounded } from '../measure/statistics.ts';
import { RawInsert } from './raw-insert.ts';
import { seedBoard } from './seed-board.ts';
import { TransactionPerCommand } from './transaction-per-command.ts';
import { type Board, Workload } from './workload.ts';

export const CLIENTS = [1, 16, 256] as const;
type PerClients = { readonly [clients: string]: number };

export interface EngineFigures {
  readonly benchmark: 'engine';
  readonly machine: Machine;
  /** Durable commands per second, by the number of concurrent clients. */
  readonly commandsPerSecond: PerClients;
  /** Milliseconds from the call to the durable answer. */
  readonly p50: PerClients;
  readonly p99: PerClients;
  readonly txPerCommand: {
    readonly commandsPerSecond: PerClients;
    readonly p50: PerClients;
    readonly p99: PerClients;
  };
  readonly rawInsertRowsPerSecond: number;
  /** Into a table with the primary key as its only index. */
  readonly rawInsertBareRowsPerSecond: number;
  /** At 256 clients, as are the next ones. */
  readonly ratioToTxPerCommand: number;
  readonly ratioToRawInsert: number;
  readonly ratioToRawInsertBare: number;
  readonly goals: { readonly ratioToTxPerCommand: number; readonly ratioToRawInsert: number };
}

export interface EngineBenchOptions {
  readonly quick: boolean;
  readonly say: (line: string) => void;
  /** The folder of another PostgreSQL's programs than the built-in one's. */
  readonly postgres?: string | undefined;
}

interface Plan {
  readonly items: number;
  readonly rounds: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

const FULL: Plan = { items: 5_000, rounds: 3, warmUpMs: 700, measureMs: 3_000 };
const QUICK: Plan = { items: 300, rounds: 1, warmUpMs: 20, measureMs: 120 };

export async function engineBench({
  quick,
  say,
  postgres: programs,
}: EngineBenchOptions): Promise<EngineFigures> {
  const plan = quick ? QUICK : FULL;
  const load = currentLoad();
  const { postgres, close } = await benchPostgres(programs);
  try {
    const database = await openDatabase(postgres, { maxSessions: 16 });
    const engine = createEngine({ database });
    try {
      say(`Two workspaces with ${plan.items} work items each …`);
      const ours = await seedBoard(engine, plan.items);
      const theirs = await seedBoard(engine, plan.items);
      const known = await engine.readRecords(theirs.tenantId, [theirs.personId, theirs.projectId]);
      const peer = new TransactionPerCommand(database, theirs, known);
      const raw = await RawInsert.open(postgres, 'indexed');
      const bare = await RawInsert.open(postgres, 'bare');
      const actor = { personId: ours.personId, via: 'web' } as const;
      const measure = (clients: number) => async () => {
        const submit = (command: Command) => engine.submit(ours.tenantId, actor, command);
        return drive(engine, ours, submit, { ...plan, clients });
      };
      const measurePeer = (clients: number) => async () =>
        drive(engine, theirs, (command) => peer.submit(command), { ...plan, clients });
      const runs = await pairedRuns(plan.rounds, {
        ours1: told(say, 'engine, 1 client', measure(1)),
        tx1: told(say, 'transaction per command, 1 client', measurePeer(1)),
        ours16: told(say, 'engine, 16 clients', measure(16)),
        tx16: told(say, 'transaction per command, 16 clients', measurePeer(16)),
        ours256: told(say, 'engine, 256 clients', measure(256)),
        tx256: told(say, 'transaction per command, 256 clients', measurePeer(256)),
        raw: told(say, 'raw INSERT', rawRun(raw, plan.measureMs)),
        bare: told(say, 'raw INSERT, primary key only', rawRun(bare, plan.measureMs)),
      });
      await raw.close();
      await bare.close();
      const ourRuns = { 1: runs.ours1, 16: runs.ours16, 256: runs.ours256 };
      const peerRuns = { 1: runs.tx1, 16: runs.tx16, 256: runs.tx256 };
      const speed = (figures: LoopFigures[]) => figures.map(({ perSecond }) => perSecond);
      const ratio = (against: LoopFigures[]) =>
        rounded(median(speed(runs.ours256).map((value, index) => value / (speed(against)[index] ?? value))));
      return {
        benchmark: 'engine',
        machine: describeMachine(postgresVersion(postgres.version), load),
        ...summary(ourRuns),
        txPerCommand: summary(peerRuns),
        rawInsertRowsPerSecond: rounded(median(speed(runs.raw))),
        rawInsertBareRowsPerSecond: rounded(median(speed(runs.bare))),
        ratioToTxPerCommand: ratio(runs.tx256),
        ratioToRawInsert: ratio(runs.raw),
        ratioToRawInsertBare: ratio(runs.bare),
        goals: { ratioToTxPerCommand: 20, ratioToRawInsert: 0.33 },
      };
    } finally {
      await engine.close();
      await database.close();
    }
  } finally {
    await close();
  }
}

async function drive(
  engine: Engine,
  board: Board,
  submit: (command: Command) => Promise<Outcome>,
  loop: Plan & { readonly clients: number },
): Promise<LoopFigures> {
  const records = await engine.readRecords(board.tenantId, board.itemIds);
  const versions = new Map(records.map(({ id, version }) => [id, version]));
  const start = await engine.head(board.tenantId);
  const workload = new Workload(board, loop.clients, { start, versionOf: (id) => versions.get(id) ?? 0 });
  return closedLoop(loop, async (client) => {
    const { command, answered } = workload.next(client);
    answered(await submit(command));
  });
}

function rawRun(raw: RawInsert, milliseconds: number): () => Promise<LoopFigures> {
  return async () => ({ perSecond: await raw.run(milliseconds), latencies: [] });
}

function told(say: (line: string) => void, name: string, run: () => Promise<LoopFigures>) {
  return async () => {
    const figures = await run();
    say(`  ${name}: ${rounded(figures.perSecond)} per second`);
    return figures;
  };
}

function summary(runs: { readonly [clients: string]: readonly LoopFigures[] }) {
  const each = (figure: (run: LoopFigures) => number): PerClients =>
    Object.fromEntries(
      Object.entries(runs).map(([clients, list]) => [clients, rounded(median(list.map(figure)))]),
    );
  return {
    commandsPerSecond: each(({ perSecond }) => perSecond),
    p50: each(({ latencies }) => percentile(latencies, 0.5)),
    p99: each(({ latencies }) => percentile(latencies, 0.99)),
  };
}
