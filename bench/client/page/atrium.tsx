import { compareRank } from '@atrium/model';
import {
  decodeClientFrame,
  encodeServerFrame,
  type RecordEvent,
  type RecordState,
  type ServerFrame,
} from '@atrium/protocol';
import {
  type Client,
  createClient,
  digestOf,
  type FetchResponse,
  memoryStorage,
  type SocketHandlers,
  systemClock,
} from '@atrium/sync/client';
import { useMemo, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { PERSON, PROJECT, recordLines, SHOWN_STATUS } from './generate-records.ts';
import { Harness } from './harness.ts';
import { ROWS, type Row, Rows } from './rows.tsx';

const TENANT = '019a0000-0000-7000-8000-00000000c0c0';
const SCOPE = `project:${PROJECT}`;
const POSITION = 1_000_000;

/** A server in the page: the real client speaks its wire, only without a network in between. */
let socket: SocketHandlers | undefined;
let position = POSITION;
const tell = (frame: ServerFrame) => socket?.onFrame(encodeServerFrame(frame));

function createMeasuredClient(count: number): Client {
  return createClient({
    url: 'http://atrium.invalid',
    tenantId: TENANT,
    personId: PERSON,
    clientId: 'bench',
    storage: memoryStorage(),
    clock: systemClock,
    random: Math.random,
    fetch: async (): Promise<FetchResponse> => {
      const chunks = bootstrapChunks(count);
      const read = async () => {
        const { done = false, value } = chunks.next();
        return done ? { done: true } : { done: false, value: value ?? undefined };
      };
      return { status: 200, ok: true, body: { getReader: () => ({ read }) } };
    },
    openSocket: (_url, handlers) => {
      socket = handlers;
      queueMicrotask(() => {
        handlers.onOpen();
        tell({
          kind: 'welcome',
          version: 1,
          connectionId: 'c1',
          tenantId: TENANT,
          personId: PERSON,
          head: POSITION,
          serverTime: new Date().toISOString(),
          heartbeatMs: 3_600_000,
          maxFrameBytes: 1_000_000,
        });
      });
      return {
        send: (bytes) => {
          const decoded = decodeClientFrame(bytes);
          if (!decoded.ok || decoded.frame.kind !== 'subscribe') return;
          const { scope } = decoded.frame;
          queueMicrotask(() => tell({ kind: 'subscribed', scope, position, reset: false, events: [] }));
        },
        close: () => undefined,
      };
    },
  });
}

function* bootstrapChunks(count: number): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  const versions: { id: string; version: number }[] = [];
  let chunk: string[] = [];
  for (const line of recordLines(count)) {
    const { id, version } = JSON.parse(line) as RecordState;
    versions.push({ id, version });
    chunk.push(line);
    if (chunk.length < 500) continue;
    yield encoder.encode(`${chunk.join('\n')}\n`);
    chunk = [];
  }
  const end = JSON.stringify({ position: POSITION, count, digest: digestOf(versions) });
  yield encoder.encode(`${[...chunk, end].join('\n')}\n`);
}

const QUERY = { type: 'work_item', where: { project: PROJECT } };
const ORDERING = {
  compare: compareRank,
  passes: (record: RecordState) => record.fields.status === SHOWN_STATUS,
};

function View({ client }: { readonly client: Client }) {
  const view = useMemo(() => client.store.ordered(QUERY, ORDERING), [client]);
  const records = useSyncExternalStore(view.subscribe, view.get);
  const rows: Row[] = records
    .slice(0, ROWS)
    .map(({ id, fields }) => ({ id, title: String(fields.title), rank: String(fields.rank) }));
  return <Rows total={records.length} rows={rows} />;
}

let client: Client | undefined;

window.harness = new Harness({
  async load(count) {
    const opened = createMeasuredClient(count);
    client = opened;
    const { status } = opened.subscribe(SCOPE);
    await new Promise<void>((resolve) => {
      const look = () => status.get().kind === 'ready' && resolve();
      status.subscribe(look);
      look();
    });
    createRoot(document.body.appendChild(document.createElement('div'))).render(<View client={opened} />);
  },
  change(id, title, rank) {
    const before = client?.store.get(id);
    if (!before) throw new Error('The record is not there.');
    position += 1;
    const event: RecordEvent = {
      position,
      id: crypto.randomUUID(),
      recordId: id,
      recordType: 'work_item',
      name: 'work_item.updated',
      change: 'changed',
      version: before.version + 1,
      patch: {
        set: { title, rank },
        unset: [],
        old: { title: before.fields.title ?? null, rank: before.fields.rank ?? null },
      },
      actor: { personId: PERSON, via: 'web' },
      at: new Date().toISOString(),
      commandId: crypto.randomUUID(),
    };
    tell({ kind: 'deltas', position, events: [event], records: [], withdrawn: [] });
  },
});
