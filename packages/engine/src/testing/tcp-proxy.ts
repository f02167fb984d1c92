import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands before a server, and can be made a bad line. */
export interface TcpProxy {
  readonly port: number;
  /** How many were ever opened. */
  readonly connections: number;
  /** Takes everything and lets nothing through, in either direction, without closing. */
  swallow(): void;
  /** Ends every connection, and every new one at once. */
  cut(): void;
  /** Lets through what comes from now on, over new connections; the old ones stay silent. */
  heal(): void;
  /** Everything comes this much later. */
  delay(milliseconds: number): void;
  close(): Promise<void>;
}

/** @param target a port of this machine, or the path of a socket */
export async function tcpProxy(target: number | string): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let isSwallowing = false;
  let isCut = false;
  let delayMs = 0;
  let connections = 0;
  const pass = (from: Socket, to: Socket) => {
    let isDead = false;
    from.on('data', (data) => {
      isDead ||= isSwallowing;
      if (isDead) return;
      if (delayMs === 0) to.write(data);
      else setTimeout(() => to.write(data), delayMs);
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const server = createServer((near) => {
    connections++;
    if (isCut) {
      near.destroy();
      return;
    }
    const far = typeof target === 'string' ? connect(target) : connect(target, '127.0.0.1');
    sockets.add(near).add(far);
    pass(near, far);
    pass(far, near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('No port is free');
  return {
    port: address.port,
    get connections() {
      return connections;
    },
    swallow: () => {
      isSwallowing = true;
    },
    cut: () => {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    heal: () => {
      isSwallowing = false;
      isCut = false;
    },
    delay: (milliseconds) => {
      delayMs = milliseconds;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}
