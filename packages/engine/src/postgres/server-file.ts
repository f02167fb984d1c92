import { readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** `server.json` in the data directory: which server works on it. For messages; the lock is in the database. */
export interface ServerFile {
  readonly pid: number;
  readonly startedAt: string;
  readonly port: number | null;
}

export async function readServerFile(dataDir: string): Promise<ServerFile | undefined> {
  try {
    const found: Partial<ServerFile> = JSON.parse(await readFile(pathIn(dataDir), 'utf8'));
    if (typeof found.pid !== 'number' || typeof found.startedAt !== 'string') return undefined;
    return { pid: found.pid, startedAt: found.startedAt, port: found.port ?? null };
  } catch {
    return undefined;
  }
}

export async function writeServerFile(dataDir: string, file: ServerFile): Promise<void> {
  const path = pathIn(dataDir);
  await writeFile(`${path}.new`, `${JSON.stringify(file)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

export async function removeServerFile(dataDir: string): Promise<void> {
  await unlink(pathIn(dataDir)).catch(() => undefined);
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'server.json');
}
