import { once } from 'node:events';
import type { CommandDraft } from '@atrium/model';
import {
  type ClientFrame,
  decodeServerFrame,
  encodeClientFrame,
  newId,
  PROTOCOL_VERSION,
  type ServerFrame,
} from '@atrium/protocol';
import { WebSocket } from 'ws';

type FrameOf<Kind extends ServerFrame['kind']> = Extract<ServerFrame, { kind: Kind }>;

/** A connection spoken by hand, frame by frame, that keeps everything it was told. */
export class WireSocket {
  readonly frames: ServerFrame[] = [];
  readonly bytes: Buffer[] = [];
  /** The close code. */
  readonly closed: Promise<number>;
  #isClosed = false;
  readonly #socket: WebSocket;
  #wake: (() => void)[] = [];
  #nonce = 0;

  /** @param cookie of a session; without one it asks as a stranger */
  constructor(url: string, cookie?: string) {
    this.#socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, {
      headers: { origin: url, ...(cookie !== undefined && { cookie }) },
    });
    this.#socket.on('error', () => undefined);
    this.#socket.on('message', (data: Buffer) => {
      this.bytes.push(data);
      const decoded = decodeServerFrame(data);
      if (decoded.ok) this.frames.push(decoded.frame);
      this.#changed();
    });
    this.closed = new Promise((resolve) => {
      this.#socket.on('close', (code: number) => {
        this.#isClosed = true;
        resolve(code);
        this.#changed();
      });
    });
  }

  async open(): Promise<this> {
    if (this.#socket.readyState === WebSocket.CONNECTING) await once(this.#socket, 'open');
    return this;
  }

  send(frame: ClientFrame): void {
    this.#socket.send(encodeClientFrame(frame));
  }

  /** Says Hello; answers the welcome, or the code it was closed with. */
  async hello(tenantId: string): Promise<FrameOf<'welcome'> | number> {
    await this.open();
    const version = PROTOCOL_VERSION;
    this.send({
      kind: 'hello',
      minVersion: version,
      maxVersion: version,
      tenantId,
      clientId: newId(),
      appVersion: 'test',
    });
    return this.first('welcome');
  }

  /** What became of a command: `ok`, a refusal's code, or the code it was closed with. */
  async command({ name, recordId, baseVersion, input }: CommandDraft): Promise<string> {
    const id = newId();
    const issuedAt = new Date().toISOString();
    this.send({ kind: 'command', command: { id, name, recordId, baseVersion, input, issuedAt } });
    const answer = await this.wait((frame) =>
      (frame.kind === 'ack' || frame.kind === 'refused') && frame.commandId === id ? frame : undefined,
    );
    if (typeof answer === 'number') return `closed ${answer}`;
    return answer.kind === 'refused' ? answer.refusal.code : 'ok';
  }

  /** Asks for a scope: `subscribed`, `reset`, why it was withdrawn, or the code it was closed with. */
  async subscribe(scope: string, fromPosition: number): Promise<string> {
    const seen = this.frames.length;
    this.send({ kind: 'subscribe', scope, fromPosition });
    const answer = await this.wait(
      (frame) =>
        (frame.kind === 'subscribed' || frame.kind === 'withdrawn') && frame.scope === scope
          ? frame
          : undefined,
      seen,
    );
    if (typeof answer === 'number') return `closed ${answer}`;
    if (answer.kind === 'withdrawn') return answer.reason;
    return answer.reset ? 'reset' : 'subscribed';
  }

  /** Everything sent before was handled once this is answered; false when the connection is closed. */
  async settle(): Promise<boolean> {
    const nonce = ++this.#nonce;
    if (this.#socket.readyState === WebSocket.OPEN) this.send({ kind: 'ping', nonce });
    const answer = await this.wait((frame) =>
      frame.kind === 'pong' && frame.nonce === nonce ? frame : undefined,
    );
    return typeof answer !== 'number';
  }

  first<Kind extends ServerFrame['kind']>(kind: Kind): Promise<FrameOf<Kind> | number> {
    return this.wait((frame) => (frame.kind === kind ? (frame as FrameOf<Kind>) : undefined));
  }

  /** The first frame, from the `from`th on, that `pick` takes; or the code it was closed with. */
  async wait<T>(pick: (frame: ServerFrame) => T | undefined, from = 0): Promise<T | number> {
    for (let at = from; ; ) {
      for (; at < this.frames.length; at++) {
        const found = pick(this.frames[at] as ServerFrame);
        if (found !== undefined) return found;
      }
      if (this.#isClosed) return this.closed;
      await new Promise<void>((wake) => this.#wake.push(wake));
    }
  }

  /** Everything that came in, as text. */
  get text(): string {
    return Buffer.concat(this.bytes).toString('utf8');
  }

  async close(): Promise<void> {
    this.#socket.terminate();
    await this.closed;
  }

  #changed(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
