import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands before a server, and can be made a bad line. */
export interface TcpProxy {
  readonly port: number;
  /** Takes everything and lets nothing through, in either direction, without closing. */
  swallow(): void;
  /** Lets through what comes from now on, over new connections; the old ones stay silent. */
  heal(): void;
  /** Everything comes this much later. */
  delay(milliseconds: number): void;
  close(): Promise<void>;
}

export async function tcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let isSwallowing = false;
  let delayMs = 0;
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
    const far = connect(target, '127.0.0.1');
    sockets.add(near).add(far);
    pass(near, far);
    pass(far, near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('No port is free');
  return {
    port: address.port,
    swallow: () => {
      isSwallowing = true;
    },
    heal: () => {
      isSwallowing = false;
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
