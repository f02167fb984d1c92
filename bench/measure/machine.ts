import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

/** Where and with what a figure was measured. */
export interface Machine {
  readonly at: string;
  readonly commit: string;
  readonly node: string;
  /** Undefined where none took part. */
  readonly postgres: string | undefined;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  /** Load of the last minute when the run began: what others were doing. */
  readonly load: number;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** @param postgres such as `18.4` */
export function describeMachine(postgres: string | undefined, load: number): Machine {
  const processors = cpus();
  return {
    at: new Date().toISOString(),
    commit: commit(),
    node: process.versions.node,
    postgres,
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()}`,
    load,
  };
}

/** The load before the run, which the run itself raises. On Windows always 0. */
export function currentLoad(): number {
  return Number((loadavg()[0] ?? 0).toFixed(2));
}

export function loadWarning(load: number, cores: number): string | undefined {
  if (load < Math.max(1, cores / 2)) return undefined;
  return `The machine was busy (load ${load}) when the run began: these figures are worse than the real ones.`;
}

/** `18.4` of a `server_version_num` such as 180004. */
export function postgresVersion(number: number): string {
  return `${Math.floor(number / 10_000)}.${number % 10_000}`;
}

function commit(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
    const changed = git('status', '--porcelain', '--', 'packages', 'apps/server') !== '';
    return `${git('rev-parse', '--short', 'HEAD')}${changed ? ' with changes' : ''}`;
  } catch {
    return 'unknown';
  }
}
