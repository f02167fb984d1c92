import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { build, preview } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

// As the server sends it. The toast and dialog libraries put style elements into the page; scripts stay strict.
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'";

export interface BuiltApp {
  url: string;
  /** A fresh browser profile; `problems` collects console errors, page errors and policy violations. */
  open: (path: string, options?: BrowserContextOptions) => Promise<{ page: Page; problems: string[] }>;
  close: () => Promise<void>;
}

export const CHROMIUM =
  process.env.CHROMIUM_PATH ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined);

/** Builds the app with its gallery, serves it under the real content security policy and starts a browser. */
export async function startBuiltApp(): Promise<BuiltApp> {
  const outDir = await mkdtemp(join(tmpdir(), 'atrium-web-'));
  await build({ root, mode: 'gallery', logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const server = await preview({
    root,
    logLevel: 'silent',
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', proxy: {}, headers: { 'content-security-policy': POLICY } },
  });
  const url = (server.resolvedUrls?.local[0] ?? '').replace(/\/$/, '');
  const sockets = new Set<Socket>();
  server.httpServer.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const browser = await startBrowser();

  return {
    url,
    async open(path, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      // Patient: other work may share the machine.
      context.setDefaultTimeout(60_000);
      const page = await context.newPage();
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (entry) => {
        if (entry.type() === 'error') problems.push(entry.text());
      });
      await page.goto(url + path);
      return { page, problems };
    },
    async close() {
      await browser.close();
      const closed = new Promise((done) => server.httpServer.close(done));
      // The app asks for a socket too, and one that was upgraded is nobody's to close but ours.
      for (const socket of sockets) socket.destroy();
      await closed;
      await rm(outDir, { recursive: true, force: true });
    },
  };
}

function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-quic',
    ],
  });
}
