import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Smaller than any write, larger than a heartbeat. */
const WRITE_BYTES = 60;

/** The network between a browser and a server, which can be cut, and can lose answers to what did arrive. */
export class CuttingProxy {
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((near) => this.#join(near));
  #target = 0;
  #isCut = false;
  #answersToLose = 0;

  async open(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** Where it leads, once that listens. */
  leadTo(port: number): void {
    this.#target = port;
  }

  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  heal(): void {
    this.#isCut = false;
    this.#answersToLose = 0;
  }

  /** The next answers to writes never arrive; the connection breaks instead. */
  loseAnswers(count: number): void {
    this.#answersToLose = count;
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(near: Socket): void {
    if (this.#isCut) {
      near.destroy();
      return;
    }
    const far = connect(this.#target, '127.0.0.1');
    let hasWritten = false;
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    near.on('data', (bytes) => {
      if (bytes.length >= WRITE_BYTES) hasWritten = true;
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (hasWritten && this.#answersToLose > 0) {
        this.#answersToLose -= 1;
        near.destroy();
        return;
      }
      near.write(bytes);
    });
  }
}
