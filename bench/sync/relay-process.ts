/** The limit: a bare `ws` server that passes every message on to everyone else, and one body over plain HTTP. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { serveParent } from '../measure/child.ts';

export interface RelayReady {
  readonly port: number;
}

let body = Buffer.alloc(0);
const http = createServer(async (request, response) => {
  if (request.method === 'PUT') {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    body = Buffer.concat(chunks);
    response.end();
  } else response.end(body);
});
const relay = new WebSocketServer({ server: http });
relay.on('connection', (socket) => {
  socket.on('message', (message) => {
    for (const other of relay.clients) if (other !== socket) other.send(message);
  });
});
http.listen(0, '127.0.0.1');
await once(http, 'listening');
const ready: RelayReady = { port: (http.address() as AddressInfo).port };
serveParent(
  ready,
  async () => ({}),
  async () => {
    relay.close();
    http.closeAllConnections();
  },
);
