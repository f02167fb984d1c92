import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface HolderLine {
  readonly ready?: boolean;
  readonly description?: string;
  readonly uid?: number;
  readonly wrote?: string;
  readonly closed?: boolean;
  readonly error?: string;
  readonly message?: string;
}

/** Another process that holds a data directory open; see `hold-postgres.ts`. */
export interface PostgresHolder {
  readonly process: ChildProcess;
  /** The next line it says. */
  next(): Promise<HolderLine>;
  tell(line: string): void;
  /** Resolves when it is gone. */
  kill(): Promise<void>;
}

export function holdPostgres(dataDir: string, role: 'server' | 'tool', uid?: number): PostgresHolder {
  const script = fileURLToPath(new URL('./hold-postgres.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--conditions=source', '--import', import.meta.resolve('tsx'), script, dataDir, role],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const gone = once(child, 'exit');
  return {
    process: child,
    async next() {
      const { value, done } = await lines.next();
      if (done) throw new Error('The holder ended without a word.');
      return JSON.parse(value);
    },
    tell: (line) => child.stdin.write(`${line}\n`),
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
