import { execFile } from 'node:child_process';
import { readFile, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

/** `postmaster.pid`, which PostgreSQL writes into its cluster while it runs. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  /** Where its socket is; empty if it has none. Only whole once there is a `status`, the last line. */
  readonly socketDir: string;
  /** `ready`, `starting` and so on; empty while the file is being written. */
  readonly status: string;
}

export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = pidIn(text);
  const [, , , port, socketDir, , , status] = text.split('\n');
  if (!pid) return undefined;
  return { pid, port: Number(port), socketDir: socketDir ?? '', status: status?.trim() ?? '' };
}

// A file that is being written may end anywhere, even within a number: only what a line end follows is whole.
function pidIn(text: string): number | undefined {
  const digits = /^ *(\d+)\n/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The running postmaster of this cluster, if there is one. A file left behind by a dead one is nothing. */
export async function runningPostmaster(cluster: string): Promise<PostmasterFile | undefined> {
  const file = await readPostmasterFile(cluster);
  return file && (await isPostmaster(file.pid)) ? file : undefined;
}

/**
 * Removes lock files whose number is now some other program's (after a restart of the machine or container) or that of
 * a dead process nobody has collected: PostgreSQL itself would take either for a running server for ever. Its shared
 * memory still guards the cluster.
 */
export async function removeStaleLocks(cluster: string, socketDir: string): Promise<void> {
  const locks = [join(cluster, 'postmaster.pid'), join(socketDir, '.s.PGSQL.5432.lock')];
  for (const lock of locks) {
    const pid = pidIn(await readFile(lock, 'utf8').catch(() => ''));
    if (pid && isAlive(pid) && !(await isPostmaster(pid))) await unlink(lock).catch(() => undefined);
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function isPostmaster(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const program = await programOf(pid);
  // A zombie has an empty command line, and no program we cannot read about is assumed to be ours.
  return program === undefined || /^(postgres|postmaster)/.test(basename(program));
}

/** The program that a process runs; undefined where the system does not tell. */
async function programOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return line.split('\0')[0] ?? '';
  }
  if (process.platform === 'win32') return undefined;
  const { stdout } = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'comm=']).catch(() => ({
    stdout: '',
  }));
  return stdout.trim();
}
