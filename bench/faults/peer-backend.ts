import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const TYPES: { readonly [extension: string]: string } = { '.html': 'text/html', '.js': 'text/javascript' };

interface PeerWrite {
  readonly key: string;
  readonly title: string;
}

/** What the peer's documentation asks of a server: it takes a write once for each idempotency key. */
export class PeerBackend {
  readonly #folder: string;
  readonly #applied = new Map<string, string>();
  readonly #server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path === '/write') response.writeHead(this.#take(await bodyOf(request))).end();
    else {
      const name = path === '/' ? '/index.html' : path;
      const file = await readFile(join(this.#folder, name)).catch(() => undefined);
      response
        .writeHead(file ? 200 : 404, { 'content-type': TYPES[extname(name)] ?? 'text/plain' })
        .end(file);
    }
  });
  /** Whether sessions are still good. */
  isSignedIn = true;

  /** @param folder the built page */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async open(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  titles(): string[] {
    return [...this.#applied.values()];
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #take({ key, title }: PeerWrite): number {
    if (!this.isSignedIn) return 401;
    if (title.startsWith('poisoned')) return 500;
    this.#applied.set(key, title);
    return 200;
  }
}

async function bodyOf(request: IncomingMessage): Promise<PeerWrite> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as PeerWrite;
}
