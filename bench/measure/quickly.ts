import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Runs a benchmark in its short form; what it measures then means nothing, only that it measures. */
export async function quickly(name: string): Promise<{ readonly [figure: string]: unknown }> {
  const args = ['--conditions=source', '--import', 'tsx', MAIN, name, '--quick', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}
