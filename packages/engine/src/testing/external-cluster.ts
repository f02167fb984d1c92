import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { temporaryDirectory } from './temporary-directory.ts';

// Debian's package of the oldest version that we support.
const BINARIES = '/usr/lib/postgresql/15/bin';

export const hasExternalPostgres = existsSync(BINARIES);

/** A PostgreSQL as someone else runs it: version 15, with an owner who is no superuser, as hosts give you. */
export interface ExternalCluster {
  url(login: string, database: string): string;
  /** As the superuser. */
  administer(sql: string): Promise<void>;
  close(): Promise<void>;
}

/** With the role `tenant_owner`, who may make roles, and databases of those names that are theirs. */
export async function externalCluster(databases: readonly string[]): Promise<ExternalCluster> {
  const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const directory = await temporaryDirectory();
  const cluster = join(directory.path, 'cluster');
  await mkdir(cluster, { mode: 0o700 });
  if (user.uid) await chown(cluster, user.uid, user.gid);
  const initdb = ['-D', cluster, '-U', 'root_of_it', '-A', 'trust', '-N'];
  await promisify(execFile)(`${BINARIES}/initdb`, initdb, user);
  const settings = ['listen_addresses=', `unix_socket_directories=${cluster}`, 'fsync=off'];
  const child = spawn(
    `${BINARIES}/postgres`,
    ['-D', cluster, ...settings.flatMap((setting) => ['-c', setting])],
    { ...user, stdio: 'ignore' },
  );
  const url = (login: string, database: string) =>
    `postgres://${login}@/${database}?host=${encodeURIComponent(cluster)}`;
  const administer = async (sql: string) => {
    const admin = new pg.Client(url('root_of_it', 'postgres'));
    admin.on('error', () => undefined);
    await admin.connect();
    try {
      await admin.query(sql);
    } finally {
      await admin.end();
    }
  };
  for (let tries = 0; ; tries += 1) {
    try {
      await administer('CREATE ROLE tenant_owner LOGIN CREATEROLE');
      break;
    } catch (error) {
      if (tries > 200) throw error;
      await pause(50);
    }
  }
  for (const name of databases) await administer(`CREATE DATABASE ${name} OWNER tenant_owner`);
  return {
    url,
    administer,
    async close() {
      child.kill('SIGINT');
      if (child.exitCode === null) await once(child, 'exit');
      await directory.remove();
    },
  };
}
