import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What a proxy does in front of several nodes: each connection goes to the next one that takes it. */
export interface Balancer {
  readonly url: string;
  close(): Promise<void>;
}

export async function balancer(ports: readonly number[]): Promise<Balancer> {
  const sockets = new Set<Socket>();
  let turn = 0;
  const server = createServer((near) => {
    sockets.add(near);
    near.on('error', () => undefined);
    near.on('close', () => sockets.delete(near));
    const first = turn++;
    const tryNode = (attempt: number) => {
      const port = ports[(first + attempt) % ports.length];
      if (port === undefined || attempt === ports.length || near.destroyed) {
        near.destroy();
        return;
      }
      const far = connect(port, '127.0.0.1');
      let isOpen = false;
      far.once('connect', () => {
        isOpen = true;
        near.pipe(far).pipe(near);
      });
      far.on('error', () => undefined);
      far.on('close', () => {
        if (isOpen) near.destroy();
        else tryNode(attempt + 1);
      });
      near.on('close', () => far.destroy());
    };
    tryNode(0);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('No port is free');
  return {
    url: `http://localhost:${address.port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}
