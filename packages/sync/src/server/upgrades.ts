import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Connect } from './connection.ts';
import type { Authenticate, SyncRequest } from './identity.ts';
import type { SyncLimits } from './limits.ts';
import type { SyncLogger } from './logger.ts';
import type { WireSocket } from './outbound.ts';

interface UpgradesDeps {
  readonly authenticate: Authenticate;
  readonly allowOrigin: (origin: string, host: string | undefined) => boolean;
  readonly addressOf?: (request: IncomingMessage) => string;
  readonly limits: SyncLimits;
  readonly logger: SyncLogger;
  readonly connect: Connect;
  readonly isStopping: () => boolean;
}

/** From an HTTP upgrade to a session: the only place that knows `ws`. */
export class Upgrades {
  readonly #deps: UpgradesDeps;
  readonly #sockets: WebSocketServer;

  constructor(deps: UpgradesDeps) {
    this.#deps = deps;
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      // Twice the limit, so that a frame somewhat too large gets an answer that says so.
      maxPayload: deps.limits.frameBytes * 2,
    });
  }

  async take(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { authenticate, allowOrigin, addressOf = peerOf, logger, connect, isStopping } = this.#deps;
    const asked = syncRequestOf(request, addressOf(request));
    const drop = () => socket.destroy();
    socket.on('error', drop);
    if (isStopping()) {
      // A proxy in front asks another node.
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const { origin, host } = request.headers;
    // A page of another site can make a browser send our cookie, never a token that it does not know.
    if (asked.token === undefined && (origin === undefined || !allowOrigin(origin, host))) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const who = await authenticate(asked).catch((error: unknown) => {
      logger.error({ err: error }, 'A connection could not be authenticated.');
      return undefined;
    });
    if (socket.destroyed) return;
    if (who === undefined) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    socket.off('error', drop);
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = connect(wireSocketOf(webSocket), { who, ip: asked.ip });
      webSocket.on('error', () => webSocket.terminate());
      webSocket.on('close', () => connection?.closed());
      webSocket.on('message', (data, isBinary) => {
        if (Buffer.isBuffer(data)) connection?.receive(isBinary ? data : NO_FRAME);
      });
    });
  }

  close(): void {
    this.#sockets.close();
  }
}

/** Text is no frame of this wire: it takes the way of all bytes that cannot be decoded. */
const NO_FRAME = Buffer.from([0xff]);

function wireSocketOf(webSocket: WebSocket): WireSocket {
  return {
    send: (bytes) => {
      if (webSocket.readyState === WebSocket.OPEN) webSocket.send(bytes);
    },
    close: (code, reason) => webSocket.close(code, reason),
    terminate: () => webSocket.terminate(),
    get bufferedAmount() {
      return webSocket.bufferedAmount;
    },
  };
}

function peerOf({ socket }: IncomingMessage): string {
  return socket.remoteAddress ?? '';
}

function syncRequestOf({ headers, url = '' }: IncomingMessage, ip: string): SyncRequest {
  const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const token = bearer ?? new URL(url, 'http://localhost').searchParams.get('token') ?? undefined;
  return token === undefined ? { headers, ip } : { headers, ip, token };
}
