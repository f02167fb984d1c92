import { decide, evolve, isRefusal, placeOf, rangeOf, scopesOf } from '@atrium/model';
import type { ClientFrame, Command, RecordEvent, RecordState, ServerFrame } from '@atrium/protocol';
import { decodeClientFrame, encodeServerFrame, newId } from '@atrium/protocol';
import { digestOf } from '../../shared/digest.ts';
import { RangeDigests } from '../../shared/digest-ranges.ts';
import type { Fetch, FetchResponse, OpenSocket, SocketHandlers } from '../ports.ts';

/**
 * A server that a test drives by hand: it keeps a small log and answers when told to. The real session and
 * fan-out code is tested elsewhere; this shows what the client does with every answer.
 */
export class FakeServer {
  readonly tenantId = newId();
  readonly personId: string;
  readonly log: RecordEvent[] = [];
  readonly records = new Map<string, RecordState>();
  readonly frames: ClientFrame[] = [];
  /** Commands that wait for `answer`. */
  readonly pending: Command[] = [];
  /** Answer every command at once. */
  automatic = true;
  scopes = new Set<string>();
  bootstraps: string[] = [];
  bootstrapStatus = 200;
  /** Answer the next subscriptions with `reset`. */
  resets = 0;
  accepts = true;
  heartbeatMs = 20_000;
  #handlers: SocketHandlers | undefined;
  #opened = 0;
  readonly #outcomes = new Map<string, ServerFrame>();

  constructor(personId = newId()) {
    this.personId = personId;
    this.#seed();
  }

  get connections(): number {
    return this.#opened;
  }

  get isConnected(): boolean {
    return this.#handlers !== undefined;
  }

  get position(): number {
    return this.log.length;
  }

  readonly openSocket: OpenSocket = (_url, handlers) => {
    this.#opened++;
    this.#handlers = handlers;
    this.scopes = new Set();
    queueMicrotask(() => {
      if (this.accepts) handlers.onOpen();
      else this.hangUp(1006);
    });
    return {
      send: (bytes) => {
        const decoded = decodeClientFrame(bytes.slice());
        if (!decoded.ok) throw new Error(decoded.problem.message);
        if (this.#handlers === handlers) this.#receive(decoded.frame);
      },
      close: () => {
        if (this.#handlers === handlers) this.#handlers = undefined;
      },
    };
  };

  /** Lets a test spoil what a bootstrap answers. */
  spoil: (text: string) => string = (text) => text;

  /** Bootstraps are taken at once and arrive when this resolves. */
  late: Promise<void> = Promise.resolve();

  readonly fetch: Fetch = async (url) => {
    const { pathname, searchParams } = new URL(url);
    const scope = searchParams.get('scope');
    if (scope !== null && pathname.endsWith('/digests')) return this.#digests(scope, searchParams);
    const ranges = searchParams.get('ranges');
    if (scope !== null) this.bootstraps.push(ranges === null ? scope : `${scope} ${ranges}`);
    if (scope === null || this.bootstrapStatus !== 200) return answer(this.bootstrapStatus, '{}');
    const [count, wanted] = (ranges ?? '1:0').split(':');
    const isWanted = ({ id }: RecordState) =>
      wanted?.split(',').includes(String(rangeOf(id, Number(count)))) === true;
    const records = this.#live(scope).filter(isWanted);
    const end = { position: this.position, count: records.length, digest: digestOf(records) };
    const text = [...records, end].map((line) => `${JSON.stringify(line)}\n`).join('');
    await this.late;
    return answer(200, this.spoil(text));
  };

  /** Digests are taken at once and arrive when this resolves. */
  lateDigests: Promise<void> = Promise.resolve();
  digestRequests = 0;

  async #digests(scope: string, asked: URLSearchParams): Promise<FetchResponse> {
    this.digestRequests++;
    const digests = new RangeDigests(Number(asked.get('ranges')));
    const records = this.#live(scope);
    for (const record of records) digests.add(record);
    const text = JSON.stringify({ position: this.position, count: records.length, ranges: digests.values() });
    await this.lateDigests;
    return answer(200, text);
  }

  #live(scope: string): RecordState[] {
    return [...this.records.values()].filter(
      (record) => record.deletedAt === null && scopesOf(record.id, placeOf(record)).includes(scope),
    );
  }

  send(frame: ServerFrame): void {
    this.#handlers?.onFrame(encodeServerFrame(frame));
  }

  sendBytes(bytes: Uint8Array): void {
    this.#handlers?.onFrame(bytes);
  }

  hangUp(code: number): void {
    const handlers = this.#handlers;
    this.#handlers = undefined;
    handlers?.onClose(code);
  }

  /** Someone else's command, told to the client when it is subscribed. */
  commit(command: Omit<Command, 'id' | 'issuedAt'>, personId = this.personId): ServerFrame {
    return this.#decide({ ...command, id: newId(), issuedAt: new Date(0).toISOString() }, personId);
  }

  /** Answers the oldest waiting command: the ack first, then its deltas. */
  answer(frame?: ServerFrame): void {
    const command = this.pending.shift();
    if (!command) throw new Error('No command is waiting');
    this.send(frame ?? this.#decide(command, this.personId));
    this.#tell();
  }

  seen<K extends ClientFrame['kind']>(kind: K): Extract<ClientFrame, { kind: K }>[] {
    return this.frames.filter((frame): frame is Extract<ClientFrame, { kind: K }> => frame.kind === kind);
  }

  /** Sends what the subscribed scopes show of the events since the last time. */
  #told = 0;
  tell(): void {
    this.#tell();
  }

  #tell(): void {
    const events = this.log.slice(this.#told).filter((event) => this.#isShown(event));
    this.#told = this.log.length;
    this.send({ kind: 'deltas', position: this.position, events, records: [], withdrawn: [] });
  }

  #isShown(event: RecordEvent): boolean {
    const record = this.records.get(event.recordId);
    return (
      record !== undefined && scopesOf(record.id, placeOf(record)).some((scope) => this.scopes.has(scope))
    );
  }

  #receive(frame: ClientFrame): void {
    this.frames.push(frame);
    if (frame.kind === 'hello') {
      this.send({
        kind: 'welcome',
        version: 1,
        connectionId: `c${this.#opened}`,
        tenantId: this.tenantId,
        personId: this.personId,
        head: this.position,
        serverTime: new Date(0).toISOString(),
        heartbeatMs: this.heartbeatMs,
        maxFrameBytes: 1_000_000,
      });
    } else if (frame.kind === 'subscribe') {
      if (this.resets > 0) {
        this.resets--;
        const { scope } = frame;
        this.send({ kind: 'subscribed', scope, position: this.position, reset: true, events: [] });
        return;
      }
      this.scopes.add(frame.scope);
      const events = this.log.slice(frame.fromPosition).filter(({ recordId }) => {
        const record = this.records.get(recordId);
        return record && scopesOf(recordId, placeOf(record)).includes(frame.scope);
      });
      this.send({ kind: 'subscribed', scope: frame.scope, position: this.position, reset: false, events });
    } else if (frame.kind === 'unsubscribe') this.scopes.delete(frame.scope);
    else if (frame.kind === 'command') {
      this.pending.push(frame.command);
      if (this.automatic) queueMicrotask(() => this.pending.length > 0 && this.isConnected && this.answer());
    }
  }

  #decide(command: Command, personId: string): ServerFrame {
    const known = this.#outcomes.get(command.id);
    if (known) return known;
    const decision = decide(command, {
      actor: { personId, via: 'web' },
      now: command.issuedAt,
      read: {
        get: (id) => this.records.get(id),
        find: () => undefined,
        referrers: (type, field, id) =>
          [...this.records.values()].filter(
            (record) => record.type === type && record.deletedAt === null && record.fields[field] === id,
          ),
        eventsOf: (id) => this.log.filter(({ commandId }) => commandId === id),
        nextNumber: () => this.log.length + 1,
      },
    });
    const outcome = this.#store(command, personId, decision);
    this.#outcomes.set(command.id, outcome);
    return outcome;
  }

  #store(command: Command, personId: string, decision: ReturnType<typeof decide>): ServerFrame {
    const commandId = command.id;
    if (isRefusal(decision)) return { kind: 'refused', commandId, refusal: decision };
    const firstPosition = this.position + 1;
    for (const draft of decision) {
      const before = this.records.get(draft.recordId);
      const event: RecordEvent = {
        ...draft,
        position: this.position + 1,
        id: newId(),
        version: (before?.version ?? 0) + 1,
        actor: { personId, via: 'web' },
        at: command.issuedAt,
        commandId,
      };
      this.log.push(event);
      this.records.set(draft.recordId, evolve(before, event));
    }
    const version = this.records.get(command.recordId)?.version ?? 0;
    return { kind: 'ack', commandId, firstPosition, lastPosition: this.position, version };
  }

  #seed(): void {
    const at = new Date(0).toISOString();
    const base = {
      version: 1,
      createdAt: at,
      createdBy: this.personId,
      updatedAt: at,
      updatedBy: this.personId,
    };
    const fields = { name: 'Ada', role: 'owner', active: true };
    this.records.set(this.personId, {
      ...base,
      id: this.personId,
      type: 'person',
      fields,
      fieldVersions: {},
      deletedAt: null,
    });
    this.log.push({
      position: 1,
      id: newId(),
      recordId: this.personId,
      recordType: 'person',
      name: 'person.created',
      change: 'created',
      patch: { set: fields, unset: [], old: {} },
      version: 1,
      actor: { personId: this.personId, via: 'web' },
      at,
      commandId: newId(),
    });
  }
}

function answer(status: number, text: string): FetchResponse {
  const chunks = [new TextEncoder().encode(text)];
  const read = async () => {
    const value = chunks.shift();
    return value ? { done: false, value } : { done: true };
  };
  return { status, ok: status === 200, body: { getReader: () => ({ read }) } };
}
