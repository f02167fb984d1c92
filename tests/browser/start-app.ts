import { type TestServer, type TestUser, testServer } from '@atrium/server/testing';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { builtWeb } from './built-web.ts';

/** The whole product, as people have it: the built web app on a real server, in a real browser. */
export interface RunningApp {
  readonly server: TestServer;
  readonly url: string;
  /** A browser of its own: nothing signed in, nothing kept. */
  open(path: string, options?: BrowserContextOptions): Promise<OpenPage>;
  /** The same, with someone signed in. */
  openAs(user: TestUser, path: string, options?: BrowserContextOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the page and its console; refused requests count too. */
  readonly problems: string[];
}

export async function startApp(): Promise<RunningApp> {
  const server = await testServer(builtWeb());
  const browser = await startBrowser();

  const open = async (
    path: string,
    options: BrowserContextOptions = {},
    user?: TestUser,
  ): Promise<OpenPage> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    // Patient: the machine may have other work.
    context.setDefaultTimeout(30_000);
    if (user) await context.addCookies(cookiesOf(user, server.url));
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (entry) => {
      if (entry.type() === 'error') problems.push(entry.text());
    });
    await page.goto(server.url + path);
    return { page, context, problems };
  };
  return {
    server,
    url: server.url,
    open: (path, options) => open(path, options),
    openAs: (user, path, options) => open(path, options, user),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

function cookiesOf({ cookie }: TestUser, url: string): { name: string; value: string; url: string }[] {
  return cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
  });
}

function startBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(process.env.CHROMIUM_PATH && { executablePath: process.env.CHROMIUM_PATH }),
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
