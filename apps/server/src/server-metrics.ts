import type { Bus, EngineMetrics } from '@atrium/engine';
import type { SyncServer } from '@atrium/sync/server';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What a server counts, in the words of Prometheus. No label names a workspace or a person. */
export interface ServerMetrics {
  /** For the engine to report to. */
  readonly engine: EngineMetrics;
  readonly contentType: string;
  /** Asks these at every read. */
  watch(watched: { readonly sync: Pick<SyncServer, 'stats'>; readonly bus: Bus }): void;
  read(): Promise<string>;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createServerMetrics(): ServerMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'atrium_' });
  return {
    engine: engineMetrics(registers),
    contentType: registry.contentType,
    watch({ sync, bus }) {
      for (const name of COUNTED) {
        countedFrom(registers, `atrium_sync_${snake(name)}_total`, HELP[name], () => sync.stats()[name]);
      }
      for (const name of MEASURED) {
        measuredFrom(registers, `atrium_sync_${snake(name)}`, HELP[name], () => sync.stats()[name]);
      }
      closedFrom(registers, sync);
      for (const name of ['sent', 'unsent', 'heard', 'refused', 'losses'] as const) {
        countedFrom(registers, `atrium_bus_${name}_total`, HELP_BUS[name], () => bus.counts[name]);
      }
      measuredFrom(registers, 'atrium_bus_nodes', 'Other nodes that are there.', () => bus.counts.nodes);
      const isUp = () => (bus.state === 'lost' ? 0 : 1);
      measuredFrom(registers, 'atrium_bus_up', '0 while other nodes cannot be heard.', isUp);
    },
    read: () => registry.metrics(),
  };
}

const COUNTED = [
  'connections',
  'framesIn',
  'framesOut',
  'bytesIn',
  'bytesOut',
  'commands',
  'refused',
  'badFrames',
  'rateLimited',
  'resynchronised',
] as const;
const MEASURED = ['openConnections', 'openTenants', 'slowConnections', 'bufferedBytes'] as const;

const HELP: Record<(typeof COUNTED)[number] | (typeof MEASURED)[number], string> = {
  connections: 'Sockets taken.',
  framesIn: 'Frames received.',
  framesOut: 'Frames sent.',
  bytesIn: 'Bytes of frames received.',
  bytesOut: 'Bytes of frames sent.',
  commands: 'Commands received over sockets.',
  refused: 'Commands refused over sockets.',
  badFrames: 'Frames that could not be read.',
  rateLimited: 'Frames over a rate.',
  resynchronised: 'Slow readers brought up to date by position.',
  openConnections: 'Sockets that are open.',
  openTenants: 'Workspaces with open sockets.',
  slowConnections: 'Sockets that are too slow for live deltas.',
  bufferedBytes: 'Bytes that the network has not taken yet.',
};

const HELP_BUS = {
  sent: 'Hints told to other nodes.',
  unsent: 'Hints that could not be told.',
  heard: 'Hints heard of other nodes.',
  refused: 'What came over the bus and was no hint of ours.',
  losses: 'How often the bus was lost.',
};

function engineMetrics(registers: Registry[]): EngineMetrics {
  const counter = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Counter({ name, help, labelNames: [...labelNames], registers });
  const commands = counter('atrium_engine_commands_total', 'Commands decided.');
  const events = counter('atrium_engine_events_total', 'Events appended.');
  const refusals = counter('atrium_engine_refusals_total', 'Commands refused.');
  const retries = counter('atrium_engine_retries_total', 'Batches tried again.', ['reason']);
  const consumed = counter('atrium_engine_consumed_total', 'Events that a consumer took.', ['consumer']);
  const histogram = (name: string, help: string) =>
    new Histogram({ name, help, buckets: SECONDS, registers });
  const commits = histogram('atrium_engine_commit_seconds', 'How long a commit took.');
  const batches = histogram('atrium_engine_batch_seconds', 'How long a batch took, its commit included.');
  return {
    batch(batch) {
      commands.inc(batch.commands);
      events.inc(batch.events);
      refusals.inc(batch.refusals);
      commits.observe(batch.commitMs / 1_000);
      batches.observe(batch.totalMs / 1_000);
    },
    retry: (_tenantId, reason) => retries.inc({ reason }),
    consumed: (consumer, _tenantId, count) => consumed.inc({ consumer }, count),
  };
}

function countedFrom(registers: Registry[], name: string, help: string, read: () => number): void {
  new Counter({
    name,
    help,
    registers,
    collect() {
      this.reset();
      this.inc(read());
    },
  });
}

function measuredFrom(registers: Registry[], name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(read());
    },
  });
}

function closedFrom(registers: Registry[], sync: Pick<SyncServer, 'stats'>): void {
  new Counter({
    name: 'atrium_sync_closed_total',
    help: 'Sockets that the server closed, by close code.',
    labelNames: ['code'],
    registers,
    collect() {
      this.reset();
      for (const [code, count] of Object.entries(sync.stats().closed)) this.inc({ code }, count);
    },
  });
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
