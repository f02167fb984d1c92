import { temporaryDirectory, testDatabase } from '@atrium/engine/testing';
import { IDENTITY_MIGRATIONS } from '@atrium/identity';
import { type RunningServer, readSettings, startServer } from '@atrium/server';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { CHROMIUM_FLAGS } from '../../tools/chromium.mjs';
import { builtWeb } from './built-web.ts';

/** The whole product, as people have it: the built web app on a real server, in a real browser. */
export interface RunningApp {
  readonly url: string;
  /** The one that runs now: another after a restart. */
  readonly server: RunningServer;
  /** A browser of its own: nothing signed in, nothing kept. With a cookie, someone is signed in. */
  open(path: string, options?: OpenOptions): Promise<OpenPage>;
  stop(): Promise<void>;
  /** On the same port and the same database; with another build of the web app where one is given. */
  startAgain(webFolder?: string): Promise<void>;
  close(): Promise<void>;
}

export interface OpenOptions extends BrowserContextOptions {
  /** As the `cookie` header has it. */
  readonly cookie?: string;
}

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the page and its console; failed requests count too, but not the answer "nobody is signed in". */
  readonly problems: string[];
}

export async function startApp(): Promise<RunningApp> {
  const directory = await temporaryDirectory();
  const db = await testDatabase({ migrations: [IDENTITY_MIGRATIONS] });
  const start = (port: number, webFolder = builtWeb()) =>
    startServer(readSettings({ port, dataDir: directory.path, logLevel: 'silent' }, {}), {
      postgres: db.postgres,
      limitSignIns: false,
      webFolder,
    });
  let server = await start(0);
  const { url } = server;
  const port = Number(new URL(url).port);
  const browser = await startBrowser();
  let running = true;
  return {
    url,
    get server() {
      return server;
    },
    open: (path, options) => openPage(browser, url + path, options),
    async stop() {
      running = false;
      await server.close();
    },
    async startAgain(webFolder) {
      server = await start(port, webFolder);
      running = true;
    },
    async close() {
      await browser.close();
      if (running) await server.close();
      await db.close();
      await directory.remove();
    },
  };
}

export async function openPage(
  browser: Browser,
  url: string,
  { cookie, ...options }: OpenOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  // Patient: the machine may have other work.
  context.setDefaultTimeout(30_000);
  if (cookie) await context.addCookies(cookiesOf(cookie, new URL(url).origin));
  const problems: string[] = [];
  context.on('weberror', (event) => problems.push(String(event.error())));
  context.on('console', (entry) => {
    if (entry.type() !== 'error') return;
    const { url: source } = entry.location();
    // Who is here is asked before it is known that somebody is; the browser writes the refusal down.
    if (source.endsWith('/api/v1/auth/me') && entry.text().includes('401')) return;
    problems.push(`${entry.text()} (${source})`);
  });
  const page = await context.newPage();
  await page.goto(url);
  return { page, context, problems };
}

function cookiesOf(cookie: string, url: string): { name: string; value: string; url: string }[] {
  return cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
  });
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(process.env.CHROMIUM_PATH && { executablePath: process.env.CHROMIUM_PATH }),
    args: CHROMIUM_FLAGS,
  });
}
