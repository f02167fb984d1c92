import type { EngineFigures } from './engine/engine-bench.ts';
import { loadWarning, type Machine } from './measure/machine.ts';
import type { SyncFigures } from './sync/sync-bench.ts';

export const MARKS = { begin: '<!-- benchmarks: begin -->', end: '<!-- benchmarks: end -->' } as const;

/** The text between the marks, from what was kept in `bench/results`. */
export function resultsTable(engine: EngineFigures | undefined, sync: SyncFigures | undefined): string {
  const rows = [
    '| what | Atrium | beside it |',
    '|---|---|---|',
    ...(engine ? engineRows(engine) : []),
    ...(sync ? syncRows(sync) : []),
  ];
  const notes = [engine, sync].flatMap((figures) =>
    figures ? [`${figures.benchmark}: ${on(figures.machine)}`] : [],
  );
  return `${rows.join('\n')}\n\n${notes.join('  \n')}`;
}

/** The document with the table between its marks; undefined when it has none. */
export function withTable(document: string, table: string): string | undefined {
  const begin = document.indexOf(MARKS.begin);
  const end = document.indexOf(MARKS.end);
  if (begin < 0 || end < begin) return undefined;
  return `${document.slice(0, begin + MARKS.begin.length)}\n${table}\n${document.slice(end)}`;
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

function syncRows(figures: SyncFigures): string[] {
  const { goals } = figures;
  return [
    `| a change on another person's screen, at ${figures.commandsPerSecond} a second, p50 / p99 | ${figures.p50Ms} / ${figures.p99Ms} ms (goal: ${goals.p99Ms}) | ${figures.relayP50Ms} / ${figures.relayP99Ms} ms through a bare relay |`,
    `| first load of ${count(figures.bootstrapRecords)} records | ${figures.bootstrapMs} ms (goal: ${goals.bootstrapMs}) | ${figures.bareLoadMs} ms for the same bytes from memory |`,
    `| deltas a second to ${count(figures.subscribers)} subscribers | ${count(figures.deltasPerSecond)} | |`,
  ];
}

function on({ at, commit, node, postgres, cpu, cores, load }: Machine): string {
  const busy = loadWarning(load, cores);
  const where = `${at.slice(0, 10)}, commit ${commit}, Node ${node}, PostgreSQL ${postgres}, ${cores} cores (${cpu})`;
  return busy ? `${where}. **${busy}**` : `${where}, load ${load}`;
}

function count(value: number | undefined): string {
  return value === undefined ? '–' : value.toLocaleString('en-US');
}
