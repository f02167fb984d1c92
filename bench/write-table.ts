/** Writes the kept results into the documents that show them: `node --import tsx bench/write-table.ts`. */
import { readFile, writeFile } from 'node:fs/promises';
import { BENCHMARKS, type BenchmarkName, type Figures, resultsTable, withTable } from './results-table.ts';

const DOCUMENTS = ['../README.md', '../docs/operators/benchmarks.md'];

const results = await Promise.all(BENCHMARKS.map(kept));
const table = resultsTable(results.filter((figures) => figures !== undefined));
for (const path of DOCUMENTS) {
  const url = new URL(path, import.meta.url);
  const written = withTable(await readFile(url, 'utf8'), table);
  if (written === undefined) throw new Error(`${path} has no marks to write between.`);
  await writeFile(url, written);
}

async function kept(name: BenchmarkName): Promise<Figures | undefined> {
  const text = await readFile(new URL(`./results/${name}.json`, import.meta.url), 'utf8').catch(
    () => undefined,
  );
  return text === undefined ? undefined : (JSON.parse(text) as Figures);
}
