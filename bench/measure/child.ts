import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

/** A part of a measurement in a process of its own, on a core of its own where the system allows it. */
export interface Child<Ready> {
  readonly ready: Ready;
  /** Sends a request; resolves with its answer. One at a time. */
  ask<Answer>(request: object): Promise<Answer>;
  close(): Promise<void>;
}

/** Whether measured processes are kept apart from those that load them. */
export const canPin = process.platform === 'linux' && availableParallelism() >= 2;

/** The first core is for what is measured; the others are for the load. */
export async function startChild<Ready>(file: string, args: object): Promise<Child<Ready>> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const node = [process.execPath, ...process.execArgv, path, JSON.stringify(args)];
  const [program = '', ...rest] = canPin ? ['taskset', '-c', '0', ...node] : node;
  const child = spawn(program, rest, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ready = await answerOf<Ready>(child);
  return {
    ready,
    ask: (request) => {
      const answer = answerOf(child);
      child.send(request);
      return answer as Promise<never>;
    },
    async close() {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const failed = (code: number | null) => reject(new Error(`A measured process ended with ${code}.`));
    child.once('exit', failed);
    child.once('message', (message) => {
      child.off('exit', failed);
      resolve(message as Answer);
    });
  });
}

/** In the child: what it was started with. */
export function childArguments<Arguments>(): Arguments {
  return JSON.parse(process.argv[2] ?? '{}') as Arguments;
}

/** In the child: says that it is ready, answers requests, and closes when the parent lets go. */
export function serveParent<Request>(
  ready: object,
  answer: (request: Request) => Promise<object>,
  close: () => Promise<void>,
): void {
  process.on('message', (request) => {
    void answer(request as Request).then((message) => process.send?.(message));
  });
  process.once('disconnect', () => void close().finally(() => process.exit()));
  process.send?.(ready);
}
