import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = fileURLToPath(new URL('../../apps/server/src/cli/main.ts', import.meta.url));
const FROM_SOURCE = ['--conditions=source', '--import', 'tsx', MAIN];

/** Variables of ours that the tests' own environment may have and a child must not. */
const OURS = /^(ATRIUM_|DATABASE_URL$|REDIS_URL$|PORT$|VITEST|NODE_OPTIONS$)/;

export interface Told {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process of the command line, from source. */
export interface Cli {
  readonly process: ChildProcess;
  readonly pid: number;
  /** What it has said so far. */
  readonly told: () => Told;
  readonly done: Promise<Told>;
  kill(signal: NodeJS.Signals): void;
}

export function spawnCli(args: readonly string[], env: NodeJS.ProcessEnv = {}): Cli {
  const inherited = Object.entries(process.env).filter(([name]) => !OURS.test(name));
  const child = spawn(process.execPath, [...FROM_SOURCE, ...args], {
    cwd: ROOT,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const told = () => ({ code: child.exitCode, stdout, stderr });
  return {
    process: child,
    pid: child.pid ?? 0,
    told,
    done: once(child, 'close').then(told),
    kill: (signal) => {
      child.kill(signal);
    },
  };
}

/** Runs one command to its end. */
export function runCli(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Told> {
  return spawnCli(args, env).done;
}

/** The last line, which `--json` promises to be one JSON object. */
export function lastJson({ stdout, stderr }: Told): { readonly [name: string]: unknown } {
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`No JSON in the last line: ${line}\n${stderr}`);
  }
}

export interface SpawnedServer extends Cli {
  readonly url: string;
}

/** `atrium start` on a data directory; resolves once it says that it is ready. */
export async function spawnServer(
  dataDir: string,
  { port = 0, env = {} }: { readonly port?: number; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<SpawnedServer> {
  const cli = spawnCli(['start', '--port', String(port), '--data', dataDir, '--json'], env);
  await new Promise<void>((ready, reject) => {
    cli.process.stdout?.on('data', () => {
      if (cli.told().stdout.includes('\n')) ready();
    });
    cli.process.once('exit', () => reject(new Error(`It did not start: ${cli.told().stderr}`)));
  });
  return { ...cli, url: String(lastJson(cli.told()).url) };
}
