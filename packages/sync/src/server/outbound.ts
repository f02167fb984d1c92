import { encodeServerFrame, type ServerFrame } from '@atrium/protocol';
import type { Counters } from './counters.ts';
import type { SyncLimits } from './limits.ts';

/** The part of a WebSocket that a session uses; tests and the simulation bring their own. */
export interface WireSocket {
  send(bytes: Uint8Array): void;
  close(code: number, reason: string): void;
  /** Drops the line without a farewell. */
  terminate(): void;
  /** Bytes handed over that the network has not taken yet. */
  readonly bufferedAmount: number;
}

/** A connection's way out under a byte budget. */
export class Outbound {
  readonly #socket: WireSocket;
  readonly #limits: SyncLimits;
  readonly #counters: Counters;
  readonly #overflow: () => void;

  constructor(socket: WireSocket, limits: SyncLimits, on: { counters: Counters; overflow: () => void }) {
    this.#socket = socket;
    this.#limits = limits;
    this.#counters = on.counters;
    this.#overflow = on.overflow;
  }

  send(frame: ServerFrame): void {
    this.sendBytes(encodeServerFrame(frame));
  }

  sendBytes(bytes: Uint8Array): void {
    this.#counters.framesOut++;
    this.#counters.bytesOut += bytes.length;
    this.#socket.send(bytes);
    if (this.#socket.bufferedAmount > this.#limits.mostBufferedBytes) this.#overflow();
  }

  /** False, and nothing sent, while the budget is used up. */
  offer(bytes: Uint8Array): boolean {
    if (this.#socket.bufferedAmount > this.#limits.bufferedBytes) return false;
    this.sendBytes(bytes);
    return true;
  }

  get isDrained(): boolean {
    return this.#socket.bufferedAmount <= this.#limits.bufferedBytes / 4;
  }
}
