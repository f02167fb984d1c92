import type { ClientComparison, ClientFigures } from './client/client-bench.ts';
import type { EngineFigures } from './engine/engine-bench.ts';
import type { FaultFigures } from './faults/faults-bench.ts';
import type { LogFigures } from './log/log-bench.ts';
import { loadWarning, type Machine } from './measure/machine.ts';
import type { ReplayFigures } from './replay/replay-bench.ts';
import type { SyncFigures } from './sync/sync-bench.ts';

export const MARKS = { begin: '<!-- benchmarks: begin -->', end: '<!-- benchmarks: end -->' } as const;

export type Figures = EngineFigures | LogFigures | SyncFigures | ReplayFigures | ClientFigures | FaultFigures;
export type BenchmarkName = Figures['benchmark'];

/** In the order of the table: what happens to one command first, then what surrounds it. */
const ROWS: {
  readonly [Name in BenchmarkName]: (figures: Extract<Figures, { benchmark: Name }>) => string[];
} = {
  engine: engineRows,
  log: logRows,
  sync: syncRows,
  replay: replayRows,
  client: clientRows,
  faults: faultRows,
};
export const BENCHMARKS = Object.keys(ROWS) as readonly BenchmarkName[];

/** The text between the marks, from what was kept in `bench/results`. */
export function resultsTable(kept: readonly Figures[]): string {
  const inOrder = BENCHMARKS.flatMap((name) => kept.filter(({ benchmark }) => benchmark === name));
  const rows = ['| what | Atrium | beside it |', '|---|---|---|', ...inOrder.flatMap(rowsOf)];
  const notes = inOrder.map(({ benchmark, machine }) => `${benchmark}: ${on(machine)}`);
  return `${rows.join('\n')}\n\n${notes.join('  \n')}`;
}

/** The document with the table between its marks; undefined when it has none. */
export function withTable(document: string, table: string): string | undefined {
  const begin = document.indexOf(MARKS.begin);
  const end = document.indexOf(MARKS.end);
  if (begin < 0 || end < begin) return undefined;
  return `${document.slice(0, begin + MARKS.begin.length)}\n${table}\n${document.slice(end)}`;
}

function rowsOf(figures: Figures): string[] {
  const rows = ROWS[figures.benchmark] as (figures: Figures) => string[];
  return rows(figures);
}

function engineRows(figures: EngineFigures): string[] {
  const { commandsPerSecond, txPerCommand } = figures;
  const durable = [1, 16, 256].map(
    (clients) =>
      `| durable commands a second, ${clients} at once | ${count(commandsPerSecond[clients])} | ${count(
        txPerCommand.commandsPerSecond[clients],
      )} with a transaction for each |`,
  );
  return [
    ...durable,
    `| p50 / p99 of a command, 256 at once | ${figures.p50[256]} / ${figures.p99[256]} ms | ${txPerCommand.p50[256]} / ${txPerCommand.p99[256]} ms |`,
    `| against a transaction for each command | ${figures.ratioToTxPerCommand} times as many | goal: ${figures.goals.ratioToTxPerCommand} |`,
    `| against bare inserts of as many events (${count(figures.rawInsertRowsPerSecond)} a second) | ${figures.ratioToRawInsert} of it | goal: ${figures.goals.ratioToRawInsert} |`,
  ];
}

function logRows(figures: LogFigures): string[] {
  return [
    `| whole commands a second, 16 at once | ${count(figures.commandsPerSecond)} (${figures.ratioToEmmett} times as many; goal: ${figures.goals.ratioToEmmett}) | ${count(figures.emmettAppendsPerSecond)} bare appends of Emmett |`,
    `| 256 people in 16 workspaces; 1,000 in one | ${count(figures.manyTenantsPerSecond)} a second; ${count(figures.thousandClientsPerSecond)} a second | |`,
    `| a reader on another node sees a new event, while a transaction stays open elsewhere for ${figures.heldForMs} ms: at worst | ${figures.seenHeldMs} ms | ${figures.emmettSeenHeldMs} ms with Emmett |`,
  ];
}

function replayRows(figures: ReplayFigures): string[] {
  const [peer] = figures.peers;
  const others = peer
    ? [`${count(peer.replayedPerSecond)} by ${peer.name}`, `${peer.loadMs} ms with ${peer.name}`]
    : ['', ''];
  return [
    `| events of one record read and folded, a second | ${count(figures.replayedPerSecond)} (in memory ${count(figures.foldedPerSecond)}) | ${others[0]} |`,
    `| a version of a record with ${count(figures.events)} events | ${figures.loadWithMs} ms (${figures.ratioWithSnapshots} times as fast as the ${figures.loadWithoutMs} ms without snapshots; goal: ${figures.goals.ratioWithSnapshots}) | ${others[1]} |`,
  ];
}

function syncRows(figures: SyncFigures): string[] {
  const { goals } = figures;
  return [
    `| a change on another person's screen, at ${figures.commandsPerSecond} a second, p50 / p99 | ${figures.p50Ms} / ${figures.p99Ms} ms (goal: ${goals.p99Ms}) | ${figures.relayP50Ms} / ${figures.relayP99Ms} ms through a bare relay |`,
    `| first load of ${count(figures.bootstrapRecords)} records | ${figures.bootstrapMs} ms (goal: ${goals.bootstrapMs}) | ${figures.bareLoadMs} ms for the same bytes from memory |`,
    `| first load of ${count(figures.largeRecords)} records | ${count(figures.largeBootstrapMs)} ms | |`,
    `| from a commit to each of ${count(figures.subscribers)} subscribers, ${figures.steadyPerSecond} commits a second, p50 / p99 | ${figures.deliveryP50Ms} / ${figures.deliveryP99Ms} ms (goal: ${goals.deliveryP99Ms}) | |`,
    `| deltas a second to ${count(figures.subscribers)} subscribers | ${count(figures.deltasPerSecond)} | |`,
  ];
}

function clientRows({ small, large, peer, goals }: ClientFigures): string[] {
  const change = (of: ClientComparison) =>
    `| somebody's change among ${count(of.records)} records, until it is on the page, p50 / p99 | ${of.changeP50Ms} / ${of.changeP99Ms} ms (goal: ${goals.changeMs}) | ${of.peerChangeP50Ms} / ${of.peerChangeP99Ms} ms with ${peer} |`;
  return [
    change(small),
    change(large),
    `| memory of a browser for each of ${count(large.records)} records | ${count(large.bytesPerRecord)} bytes (${large.ratioOfMemory} of it) | ${count(large.peerBytesPerRecord)} bytes with ${peer} |`,
  ];
}

function faultRows({ peer, scenarios }: FaultFigures): string[] {
  const sum = (side: 'ours' | 'peer', fault: 'lost' | 'doubled' | 'blocked') =>
    scenarios.reduce((total, scenario) => total + scenario[side][fault], 0);
  const score = (side: 'ours' | 'peer') =>
    `${sum(side, 'lost')} lost, ${sum(side, 'doubled')} doubled, ${sum(side, 'blocked')} blocked`;
  const writes = scenarios.reduce((total, scenario) => total + scenario.writes, 0);
  return [
    `| ${writes} writes through ${scenarios.length} kinds of trouble | ${score('ours')} | ${score('peer')} with ${peer} |`,
  ];
}

function on({ at, commit, node, postgres, cpu, cores, load }: Machine): string {
  const busy = loadWarning(load, cores);
  const database = postgres === undefined ? '' : ` PostgreSQL ${postgres},`;
  const where = `${at.slice(0, 10)}, commit ${commit}, Node ${node},${database} ${cores} cores (${cpu})`;
  return busy ? `${where}. **${busy}**` : `${where}, load ${load}`;
}

function count(value: number | undefined): string {
  return value === undefined ? '–' : value.toLocaleString('en-US');
}
