import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { DatabaseUnavailable, isUnavailable } from '../database/database-unavailable.ts';
import { findBinaries } from './binaries.ts';
import { DataDirectoryInUse } from './data-directory-in-use.ts';
import { clusterIn, makeCluster, OWNER, ownerPassword } from './make-cluster.ts';
import type { PostgresHandle } from './postgres-handle.ts';
import { PostgresProblem } from './postgres-problem.ts';
import { assertReachable, letPass, postgresUser } from './postgres-user.ts';
import { logTail, type PostmasterOptions, startPostmaster, stopPostmaster } from './postmaster.ts';
import { isAlive, runningPostmaster } from './postmaster-file.ts';
import { readServerFile, removeServerFile, writeServerFile } from './server-file.ts';
import { socketDirOf } from './socket-dir.ts';

export type PostgresRole = 'server' | 'tool';

export interface EmbeddedOptions {
  readonly dataDir: string;
  /** A server has the data directory for itself; a tool shares it with whoever is there. */
  readonly role: PostgresRole;
  readonly log: (line: string) => void;
  readonly durable: boolean;
}

const DATABASE = 'atrium';
// Held shared by every process that is there, and alone by the one that stops PostgreSQL: nobody can come in between.
const PRESENCE_LOCK = "hashtextextended('atrium.presence', 0)";
const SERVER_LOCK = "hashtextextended('atrium.server', 0)";
const START_PATIENCE_MS = 60_000;
const CONNECT_PATIENCE_MS = 10_000;
const LOCK_PATIENCE_MS = 3_000;
const LONGEST_PAUSE_MS = 2_000;
// One that lost a race with another process's start, or with the last sessions of one that was killed, is tried again.
const MOST_FAILED_STARTS = 8;

export async function openEmbeddedPostgres(options: EmbeddedOptions): Promise<PostgresHandle> {
  const made = resolve(options.dataDir);
  // Root lets PostgreSQL's user pass through; what lies inside stays closed.
  await mkdir(made, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const dataDir = await realpath(made);
  const user = await postgresUser(clusterIn(dataDir));
  await letPass(dataDir, user);
  const binaries = await findBinaries();
  await assertReachable(binaries.postgres, user);
  await assertReachable(clusterIn(dataDir), user);
  const cluster = await makeCluster(dataDir, binaries, user);
  const running = await runningPostmaster(cluster);
  const tcp = process.platform === 'win32';
  const keeper = new Keeper(
    {
      dataDir,
      cluster,
      // Whoever runs it already may have chosen differently.
      socketDir: (running?.status === 'ready' && running.socketDir) || socketDirOf(dataDir, user),
      tcpPort: tcp ? (running?.port ?? (await freePort())) : undefined,
      binaries,
      user,
      durable: options.durable,
    },
    options,
    tcp ? await ownerPassword(dataDir) : undefined,
  );
  await keeper.open();
  return keeper;
}

/**
 * Keeps one connection to the cluster for as long as the handle is open: it holds the server's lock, tells others that
 * someone is there, and its loss is how the death of PostgreSQL is noticed.
 */
class Keeper implements PostgresHandle {
  readonly kind = 'embedded';
  readonly connection: pg.PoolConfig;
  version = 0;
  readonly #postmaster: PostmasterOptions;
  readonly #options: EmbeddedOptions;
  readonly #startedAt = new Date().toISOString();
  #client: pg.Client | undefined;
  readonly #ended = new WeakSet<pg.Client>();
  #child: ChildProcess | undefined;
  #failedStarts = 0;
  #closing = false;
  #claimed = false;
  #recovery: Promise<void> | undefined;

  constructor(postmaster: PostmasterOptions, options: EmbeddedOptions, password: string | undefined) {
    this.#postmaster = postmaster;
    this.#options = options;
    this.connection = {
      host: postmaster.tcpPort ? '127.0.0.1' : postmaster.socketDir,
      port: postmaster.tcpPort ?? 5432,
      user: OWNER,
      database: DATABASE,
      application_name: `atrium-${options.role}-${process.pid}-${randomBytes(3).toString('hex')}`,
      ...(password ? { password } : {}),
    };
  }

  get description(): string {
    const version = `${Math.floor(this.version / 10_000)}.${this.version % 10_000}`;
    return `embedded PostgreSQL ${version} in ${this.#postmaster.dataDir}`;
  }

  async open(): Promise<void> {
    for (;;) {
      try {
        this.#client = await this.#connect();
        await this.#claim(this.#client);
        await this.#makeDatabase(this.#client);
        return this.#watch(this.#client);
      } catch (error) {
        // Whoever was last here may be stopping it at this moment.
        if (!isUnavailable(error)) {
          await this.close();
          throw error;
        }
        await this.#client?.end().catch(() => undefined);
        await pause(20);
      }
    }
  }

  async announce(httpPort: number): Promise<void> {
    await this.#writeServerFile(httpPort);
  }

  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    await this.#recovery;
    const client = this.#client;
    this.#client = undefined;
    if (!client) return;
    if (this.#claimed) await removeServerFile(this.#postmaster.dataDir);
    try {
      await client.query(`SELECT pg_advisory_unlock_shared(${PRESENCE_LOCK})`);
      const { rows } = await client.query(`SELECT pg_try_advisory_lock(${PRESENCE_LOCK}) AS alone`);
      if (rows[0].alone) await stopPostmaster(this.#postmaster);
    } catch (error) {
      // PostgreSQL went away by itself meanwhile.
      if (!isUnavailable(error)) throw error;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** Connects, and starts PostgreSQL if it does not run. Patient with one that is starting or recovering. */
  async #connect(): Promise<pg.Client> {
    let deadline = Date.now() + START_PATIENCE_MS;
    for (let wait = 10; ; wait = Math.min(wait * 1.5, 500)) {
      const client = new pg.Client({
        ...this.connection,
        database: 'postgres',
        connectionTimeoutMillis: CONNECT_PATIENCE_MS,
      });
      client.on('error', () => undefined);
      client.once('end', () => this.#ended.add(client));
      try {
        await client.connect();
        return client;
      } catch (error) {
        await client.end().catch(() => undefined);
        if (!isUnavailable(error)) throw error;
        // Recovery after a crash takes as long as it takes.
        if (isRecovering(error)) deadline = Date.now() + START_PATIENCE_MS;
        // Whatever answers is alive, even where its number means nothing to us: in another container on one volume.
        else await this.#startIfGone();
        if (Date.now() > deadline) throw await this.#startFailed(error);
      }
      if (this.#closing) throw new Error('The handle was closed meanwhile.');
      await pause(wait);
    }
  }

  async #startIfGone(): Promise<void> {
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) return;
    if (await runningPostmaster(this.#postmaster.cluster)) return;
    if (child?.exitCode) this.#failedStarts += 1;
    if (this.#failedStarts > MOST_FAILED_STARTS) {
      this.#failedStarts = 0;
      throw await this.#startFailed();
    }
    this.#child = await startPostmaster(this.#postmaster);
  }

  async #claim(client: pg.Client): Promise<void> {
    const { rows } = await client.query(
      `SELECT current_setting('server_version_num')::int AS version,
              pg_try_advisory_lock_shared(${PRESENCE_LOCK}) AS present`,
    );
    if (!rows[0].present) throw new DatabaseUnavailable(new Error('PostgreSQL is being stopped.'));
    this.#failedStarts = 0;
    this.version = rows[0].version;
    if (this.#options.role !== 'server') return;
    const deadline = Date.now() + LOCK_PATIENCE_MS;
    for (;;) {
      const answer = await client.query(`SELECT pg_try_advisory_lock(${SERVER_LOCK}) AS ok`);
      if (answer.rows[0].ok) break;
      const holder = await readServerFile(this.#postmaster.dataDir);
      // The session of a server that just died may take a moment to end.
      if ((holder && isAlive(holder.pid)) || Date.now() > deadline) {
        throw new DataDirectoryInUse(this.#postmaster.dataDir, holder);
      }
      await pause(50);
    }
    this.#claimed = true;
    await this.#writeServerFile((await readServerFile(this.#postmaster.dataDir))?.port ?? null);
  }

  async #makeDatabase(client: pg.Client): Promise<void> {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount) return;
    try {
      await client.query(`CREATE DATABASE ${DATABASE}`);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // Someone else makes it at this moment, or just did.
      if (code !== '42P04' && code !== '23505' && code !== '55006') throw error;
      await pause(50);
      await this.#makeDatabase(client);
    }
  }

  #watch(client: pg.Client): void {
    // It may have ended between its last answer and now; nobody would ever tell of that again.
    if (this.#ended.has(client)) this.#lost(client);
    else client.once('end', () => this.#lost(client));
  }

  #lost(client: pg.Client): void {
    if (this.#closing || this.#client !== client) return;
    this.#options.log('PostgreSQL went away; starting it again.');
    const recovery: Promise<void> = this.#recover().finally(() => {
      if (this.#recovery === recovery) this.#recovery = undefined;
    });
    this.#recovery = recovery;
  }

  async #recover(): Promise<void> {
    for (let wait = 20; !this.#closing; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        const client = await this.#connect();
        this.#client = client;
        await this.#claim(client);
        this.#watch(client);
        this.#options.log('PostgreSQL is back.');
        return;
      } catch (error) {
        await this.#client?.end().catch(() => undefined);
        this.#options.log(
          `PostgreSQL is still away: ${error instanceof Error ? error.message : String(error)}`,
        );
        await pause(wait);
      }
    }
  }

  async #writeServerFile(port: number | null): Promise<void> {
    if (!this.#claimed) return;
    await writeServerFile(this.#postmaster.dataDir, { pid: process.pid, startedAt: this.#startedAt, port });
  }

  async #startFailed(cause?: unknown): Promise<PostgresProblem> {
    const { dataDir } = this.#postmaster;
    return new PostgresProblem(
      'START_FAILED',
      `PostgreSQL does not start in ${dataDir}. The end of its log:\n${await logTail(dataDir)}`,
      cause,
    );
  }
}

function isRecovering(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '57P03';
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('No free port was found.');
  return address.port;
}
