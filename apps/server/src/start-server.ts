import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type PostgresHandle, searchConsumer } from '@atrium/engine';
import { createSyncServer } from '@atrium/sync/server';
import type { FastifyInstance } from 'fastify';
import { type Logger, pino } from 'pino';
import { createSocketAuthentication } from './authenticate-socket.ts';
import { clientAddress } from './http/client-address.ts';
import { createHttp } from './http/create-http.ts';
import { mountAccounts } from './http/mount-accounts.ts';
import { mountApi } from './http/mount-api.ts';
import { mountBootstrap } from './http/mount-bootstrap.ts';
import { mountHealth } from './http/mount-health.ts';
import { mountHistoryExports } from './http/mount-history-exports.ts';
import { mountMetrics } from './http/mount-metrics.ts';
import { mountUploads } from './http/mount-uploads.ts';
import { mountWeb } from './http/mount-web.ts';
import { createOriginCheck } from './http/origins.ts';
import { limitRequests } from './http/request-rates.ts';
import { type RequestTracker, trackRequests } from './http/track-requests.ts';
import { createImportJobs } from './imports/import-jobs.ts';
import { keepSnapshots } from './keep-snapshots.ts';
import { createServerMetrics } from './server-metrics.ts';
import { openServices, type ServiceOptions, type Services } from './services.ts';
import type { Settings } from './settings.ts';
import { createViewIndexes } from './view-indexes.ts';

export interface RunningServer {
  readonly url: string;
  readonly services: Services;
  /** Refuses what is new, finishes what was begun, in bounded time. */
  close(): Promise<void>;
}

/** What is being answered when it stops gets this long. */
const ANSWER_MS = 3_000;

const WEB_FOLDER = fileURLToPath(new URL('../../web/dist', import.meta.url));

/** The one process: opens the floors below, mounts them, listens. Decides nothing itself. */
export async function startServer(
  settings: Settings,
  options: Partial<Omit<ServiceOptions, 'role'>> = {},
): Promise<RunningServer> {
  const logger = options.logger ?? createLogger(settings);
  const indexes = createViewIndexes(logger);
  const onPlaceOpened = (_placement: string, place: PostgresHandle) => indexes.ensure(place);
  const metrics = createServerMetrics();
  const services = await openServices(settings, {
    onPlaceOpened,
    ...options,
    role: 'server',
    logger,
    metrics: metrics.engine,
  });
  const { engine, identity, postgres, bus } = services;
  const mayCall = createOriginCheck(settings);
  const sync = createSyncServer({
    engine,
    bus,
    logger,
    allowOrigin: mayCall,
    addressOf: (request) => clientAddress(request, settings.trustProxy),
    stillValid: identity.sessions.stillLive,
    authenticate: createSocketAuthentication(identity),
  });
  const imports = createImportJobs(engine, settings.dataDir, logger);
  const upgraded = new Set<Duplex>();
  let http: FastifyInstance | undefined;
  let requests: RequestTracker;
  try {
    http = await createHttp(settings, logger, mayCall);
    requests = trackRequests(http);
    const limitSignIns = options.limitSignIns ?? true;
    const requestRate = limitRequests(http, bus, { ...settings, limitSignIns });
    await mountAccounts(http, identity);
    await mountUploads(http, { identity, engine, imports, requestRate });
    mountBootstrap(http, { identity, sync, requestRate });
    mountHistoryExports(http, { identity, engine, requestRate });
    metrics.watch({ sync, bus });
    mountMetrics(http, metrics, settings.metricsToken);
    mountHealth(http, { engine, sync, bus, requests });
    await mountApi(http, { engine, identity, imports, sync, requestRate });
    await mountWeb(http, options.webFolder ?? WEB_FOLDER);
    http.server.on('upgrade', (request, socket, head) => {
      upgraded.add(socket);
      socket.on('close', () => upgraded.delete(socket));
      if (request.url?.split('?')[0] === '/ws') void sync.handleUpgrade(request, socket, head);
      else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    });
    await http.listen({ port: settings.port, host: settings.host });
  } catch (error) {
    await http?.close();
    await services.close();
    throw error;
  }
  const { port } = http.server.address() as AddressInfo;
  await postgres.announce(port);
  engine.consumers.register(searchConsumer());
  const snapshots = keepSnapshots(engine, settings, logger);
  engine.consumers.run();
  indexes.ensure(postgres);
  const listening = http;
  return {
    url: settings.publicUrl ?? `http://localhost:${port}`,
    services,
    async close() {
      requests.stop();
      await sync.close({ graceMs: 5_000 });
      // Nobody comes in any more; who is in is answered.
      listening.server.close();
      await Promise.race([requests.idle(), setTimeout(ANSWER_MS, undefined, { ref: false })]);
      // Whoever did not answer by now is gone; the HTTP server would wait for them.
      for (const socket of upgraded) socket.destroy();
      await listening.close();
      await imports.close();
      await snapshots.close();
      await indexes.settled();
      await services.close();
    },
  };
}

export function createLogger({ logLevel }: Pick<Settings, 'logLevel'>): Logger {
  const paths = ['req.headers.cookie', 'req.headers.authorization', '*.password', '*.token', '*.secret'];
  return pino({ level: logLevel, redact: { paths, censor: '[hidden]' } }, pino.destination(2));
}
