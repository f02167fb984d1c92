import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { loadWarning } from './measure/machine.ts';
import type { Figures } from './results-table.ts';

const USAGE = `npm run bench -- <benchmark> [options]

  engine   durable commands per second, against a transaction per command and raw inserts
  log      commands beside appends of Emmett, and what a transaction open elsewhere holds up
  sync     from one client's change to another's screen, and the first load of 10,000 records
  replay   a record with 10,000 events: folding them, and loading versions with snapshots and without
  client   10,000 and 100,000 records in a browser, beside @tanstack/db
  faults   what becomes of writes when things go wrong, beside @tanstack/offline-transactions

  --json   the last line is the result as one JSON object
  --quick  a few hundred milliseconds of everything, to see that it runs; the figures mean nothing
  --save   keep the result in bench/results
  --postgres <folder>   engine: on the PostgreSQL whose initdb and postgres are in this folder`;

interface Options {
  readonly quick: boolean;
  readonly say: (line: string) => void;
  readonly postgres?: string | undefined;
}

// Each loads only what it measures.
const BENCHMARKS: { readonly [name: string]: (options: Options) => Promise<Figures> } = {
  engine: async (options) => (await import('./engine/engine-bench.ts')).engineBench(options),
  log: async (options) => (await import('./log/log-bench.ts')).logBench(options),
  sync: async (options) => (await import('./sync/sync-bench.ts')).syncBench(options),
  replay: async (options) => (await import('./replay/replay-bench.ts')).replayBench(options),
  client: async (options) => (await import('./client/client-bench.ts')).clientBench(options),
  faults: async (options) => (await import('./faults/faults-bench.ts')).faultsBench(options),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    quick: { type: 'boolean' },
    save: { type: 'boolean' },
    postgres: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const quick = values.quick ?? false;
const say = (line: string) => process.stdout.write(`${line}\n`);
const [name = ''] = positionals;
const run = BENCHMARKS[name];
if (!run || values.help || (values.postgres !== undefined && name !== 'engine')) {
  say(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else {
  const figures = await run({ quick, say, postgres: values.postgres });
  const warning = loadWarning(figures.machine.load, figures.machine.cores);
  if (warning) say(warning);
  if (values.save && !quick) {
    const folder = new URL('./results/', import.meta.url);
    await mkdir(folder, { recursive: true });
    const of = values.postgres === undefined ? name : `${name}-postgres-${figures.machine.postgres}`;
    await writeFile(new URL(`${of}.json`, folder), `${JSON.stringify(figures, null, 2)}\n`);
  }
  say(values.json ? JSON.stringify(figures) : JSON.stringify(figures, null, 2));
}
