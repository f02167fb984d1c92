import { currentLoad, describeMachine, type Machine } from '../measure/machine.ts';
import { packageVersion } from '../measure/package-version.ts';
import { pairedRuns } from '../measure/paired-runs.ts';
import { median, percentile, rounded } from '../measure/statistics.ts';
import { type MeasuredPages, openPages, type PageRun } from './measured-pages.ts';

export interface ClientFigures {
  readonly benchmark: 'client';
  readonly machine: Machine;
  readonly peer: string;
  readonly browser: string;
  readonly small: ClientComparison;
  readonly large: ClientComparison;
  readonly goals: { readonly changeMs: number; readonly ratioOfMemory: number };
}

export interface ClientComparison {
  readonly records: number;
  /** Milliseconds until so many records are in memory, and the first rows in the document. */
  readonly loadMs: number;
  readonly peerLoadMs: number;
  /** Milliseconds from somebody else's change to the rows in the document. */
  readonly changeP50Ms: number;
  readonly changeP99Ms: number;
  readonly peerChangeP50Ms: number;
  readonly peerChangeP99Ms: number;
  /** Bytes of JavaScript heap for each record, with its view, after a collection. */
  readonly bytesPerRecord: number;
  readonly peerBytesPerRecord: number;
  readonly ratioOfMemory: number;
}

export interface ClientBenchOptions {
  readonly quick: boolean;
  readonly say: (line: string) => void;
}

const FULL = { small: 10_000, large: 100_000, rounds: 3, changes: 60 };
const QUICK: typeof FULL = { small: 500, large: 2_000, rounds: 1, changes: 3 };

/** Our client beside `@tanstack/db`: the same records, view and changes, in Chromium. */
export async function clientBench({ quick, say }: ClientBenchOptions): Promise<ClientFigures> {
  const plan = quick ? QUICK : FULL;
  const load = currentLoad();
  const pages = await openPages();
  try {
    const compare = async (records: number) =>
      comparison(await measure(pages, { ...plan, records, say }), records);
    return {
      benchmark: 'client',
      machine: describeMachine(undefined, load),
      peer: await packageVersion('@tanstack/db'),
      browser: pages.browser,
      small: await compare(plan.small),
      large: await compare(plan.large),
      goals: { changeMs: 16.7, ratioOfMemory: 1 },
    };
  } finally {
    await pages.close();
  }
}

interface Measured {
  readonly ours: readonly PageRun[];
  readonly theirs: readonly PageRun[];
}

async function measure(
  pages: MeasuredPages,
  plan: typeof FULL & { readonly records: number; readonly say: (line: string) => void },
): Promise<Measured> {
  const { records, changes, rounds, say } = plan;
  const told = (name: string, page: 'atrium' | 'tanstack') => async () => {
    const run = await pages.run(page, { records, changes });
    const change = rounded(percentile(run.changesMs, 0.5));
    say(
      `  ${name}, ${records} records: ${rounded(run.loadMs)} ms, a change ${change} ms, ${rounded(run.bytes / records)} bytes each`,
    );
    return run;
  };
  return pairedRuns(rounds, { ours: told('Atrium', 'atrium'), theirs: told('TanStack DB', 'tanstack') });
}

function comparison({ ours, theirs }: Measured, records: number): ClientComparison {
  const of = (runs: readonly PageRun[], figure: (run: PageRun) => number) =>
    rounded(median(runs.map(figure)));
  const change = (share: number) => (run: PageRun) => percentile(run.changesMs, share);
  const bytes = (run: PageRun) => run.bytes / records;
  return {
    records,
    loadMs: of(ours, ({ loadMs }) => loadMs),
    peerLoadMs: of(theirs, ({ loadMs }) => loadMs),
    changeP50Ms: of(ours, change(0.5)),
    changeP99Ms: of(ours, change(0.99)),
    peerChangeP50Ms: of(theirs, change(0.5)),
    peerChangeP99Ms: of(theirs, change(0.99)),
    bytesPerRecord: of(ours, bytes),
    peerBytesPerRecord: of(theirs, bytes),
    ratioOfMemory: rounded(median(ours.map(bytes)) / median(theirs.map(bytes))),
  };
}
