import {
  type ClientFrame,
  type Command,
  decodeServerFrame,
  encodeClientFrame,
  type JsonObject,
  newId,
  type ServerFrame,
} from '@atrium/protocol';
import { settle } from '../../shared/testing/virtual-clock.ts';
import type { Connection } from '../connection.ts';
import type { Identified } from '../identity.ts';
import type { WireSocket } from '../outbound.ts';
import type { SyncServer } from '../sync-server.ts';

type FrameOf<Kind extends ServerFrame['kind']> = Extract<ServerFrame, { kind: Kind }>;

/** The other end of a connection, without a network: what it gets it keeps, decoded. */
export class TestPeer implements WireSocket {
  readonly frames: ServerFrame[] = [];
  readonly sizes: number[] = [];
  readonly connection: Connection | undefined;
  closeCode: number | undefined;
  terminated = false;
  /** A reader that takes nothing: what is sent stays in the buffer. */
  stalled = false;
  bufferedAmount = 0;

  constructor(server: SyncServer, who: Identified, ip = '127.0.0.1') {
    this.connection = server.connect(this, { who, ip });
  }

  send(bytes: Uint8Array): void {
    if (this.closeCode !== undefined) return;
    const decoded = decodeServerFrame(bytes);
    if (!decoded.ok) throw new Error(`The server sent a bad frame: ${decoded.problem.message}`);
    this.frames.push(decoded.frame);
    this.sizes.push(bytes.length);
    if (this.stalled) this.bufferedAmount += bytes.length;
  }

  close(code: number): void {
    this.closeCode = code;
  }

  terminate(): void {
    this.terminated = true;
  }

  drain(): void {
    this.stalled = false;
    this.bufferedAmount = 0;
  }

  put(frame: ClientFrame): void {
    this.putBytes(encodeClientFrame(frame));
  }

  putBytes(bytes: Uint8Array): void {
    this.connection?.receive(bytes);
  }

  async hello(tenantId: string): Promise<void> {
    this.put({
      kind: 'hello',
      minVersion: 1,
      maxVersion: 1,
      tenantId,
      clientId: newId(),
      appVersion: 'test',
    });
    await settle();
  }

  async subscribe(scope: string, fromPosition: number): Promise<FrameOf<'subscribed'> | undefined> {
    this.put({ kind: 'subscribe', scope, fromPosition });
    await settle();
    return this.of('subscribed').findLast((frame) => frame.scope === scope);
  }

  async presence(scope: string, state: JsonObject | null): Promise<void> {
    this.put({ kind: 'presence', scope, state });
    await settle();
  }

  async command(command: Command): Promise<void> {
    this.put({ kind: 'command', command });
    await settle();
  }

  of<Kind extends ServerFrame['kind']>(kind: Kind): FrameOf<Kind>[] {
    return this.frames.filter((frame): frame is FrameOf<Kind> => frame.kind === kind);
  }

  /** The events of all delta batches so far, in the order they came. */
  get events() {
    return this.of('deltas').flatMap(({ events }) => events);
  }

  get problems(): string[] {
    return this.of('problem').map(({ code }) => code);
  }

  /** Forgets the frames so far. */
  clear(): void {
    this.frames.length = 0;
    this.sizes.length = 0;
  }
}
