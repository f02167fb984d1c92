import {
  type Bus,
  createEngine,
  type Database,
  type DatabaseOptions,
  type Engine,
  type EngineMetrics,
  openDatabase,
  openPostgres,
  openRedisBus,
  type PostgresHandle,
  soleBus,
} from '@atrium/engine';
import { createIdentity, IDENTITY_MIGRATIONS, type Identity } from '@atrium/identity';
import type { Logger } from 'pino';
import { createOriginCheck } from './http/origins.ts';
import { loadSecret } from './secret.ts';
import type { Settings } from './settings.ts';

/** What both the server and the command line stand on. */
export interface Services {
  readonly postgres: PostgresHandle;
  readonly database: Database;
  readonly engine: Engine;
  /** To the other servers on the same database, where there are any. */
  readonly bus: Bus;
  readonly identity: Identity;
  close(): Promise<void>;
}

export interface ServiceOptions {
  readonly role: 'server' | 'tool';
  readonly logger: Logger;
  /** One that runs already, instead of the one that the settings name. */
  readonly postgres?: PostgresHandle;
  /** The built web app; by default the one of this repository. */
  readonly webFolder?: string;
  /** Off only where tests sign in many times a minute. */
  readonly limitSignIns?: boolean;
  /** A dedicated database of tenants was opened, and is up to date. */
  readonly onPlaceOpened?: DatabaseOptions['onPlaceOpened'];
  readonly metrics?: EngineMetrics;
  /** Files that were applied, for people to see. */
  readonly onMigrated?: (files: readonly string[]) => void;
}

/** Opens PostgreSQL, the database, the engine and identity, in that order; closes what it opened if one fails. */
export async function openServices(settings: Settings, options: ServiceOptions): Promise<Services> {
  const { logger, role } = options;
  const postgres =
    options.postgres ??
    (await openPostgres({
      dataDir: settings.dataDir,
      databaseUrl: settings.databaseUrl,
      role,
      log: (line) => logger.info(line),
    }));
  let database: Database | undefined;
  try {
    database = await openDatabase(postgres, {
      migrations: [IDENTITY_MIGRATIONS],
      ...(settings.databases && { databases: settings.databases }),
      ...(options.onPlaceOpened && { onPlaceOpened: options.onPlaceOpened }),
      ...(options.onMigrated && { onMigrated: options.onMigrated }),
    });
    const secret = await loadSecret(settings.dataDir, settings.secret);
    const bus = openBus(settings, { secret, role, logger });
    const engine = createEngine({
      database,
      logger,
      bus,
      ...(options.metrics && { metrics: options.metrics }),
    });
    const mayCall = createOriginCheck(settings);
    const identity = createIdentity({
      engine,
      secret,
      isTrustedOrigin: mayCall,
      secureCookies: settings.publicUrl?.startsWith('https:') ?? false,
      limitSignIns: options.limitSignIns ?? true,
    });
    const opened = database;
    return {
      postgres,
      database,
      engine,
      bus,
      identity,
      async close() {
        await engine.close();
        await bus.close();
        await opened.close();
        await postgres.close();
      },
    };
  } catch (error) {
    await database?.close();
    await postgres.close();
    throw error;
  }
}

/** A command beside the servers says nothing to them: they look at the log by themselves. */
function openBus(
  { redisUrl, secret: given }: Settings,
  { secret, role, logger }: Pick<ServiceOptions, 'role' | 'logger'> & { readonly secret: string },
): Bus {
  if (!redisUrl || role === 'tool') return soleBus();
  if (!given)
    logger.warn('REDIS_URL without ATRIUM_SECRET: only servers with the same secret hear each other.');
  return openRedisBus({ url: redisUrl, secret, logger });
}
