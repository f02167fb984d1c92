import type { BrowserContext, Page } from 'playwright-core';
import type { CuttingProxy } from './cutting-proxy.ts';
import type { Writer, WriterIdentity } from './page/writer.ts';

/** One of the two: a page with its library, and its server behind a network that can fail. */
export interface Side {
  /** Through the proxy. */
  readonly url: string;
  readonly proxy: CuttingProxy;
  readonly who: WriterIdentity;
  /** Signs the browser in, as a person does. */
  signIn(context: BrowserContext): Promise<void>;
  /** Ends all sessions, so that everything is answered with 401. */
  signOutEverywhere(): Promise<void>;
  /** Titles as the server has them; one that was written twice stands there twice. */
  titles(): Promise<string[]>;
}

export interface OpenSide extends Side {
  close(): Promise<void>;
}

/** A browser with one person at it, on one side. */
export class Visit {
  readonly #context: BrowserContext;
  readonly #side: Side;

  constructor(context: BrowserContext, side: Side) {
    this.#context = context;
    this.#side = side;
  }

  get proxy(): CuttingProxy {
    return this.#side.proxy;
  }

  async openPage(): Promise<Page> {
    const page = await this.#context.newPage();
    await page.goto(this.#side.url);
    await page.waitForFunction('window.writer !== undefined');
    await page.evaluate((who) => (globalThis as unknown as WriterPage).writer.open(who), this.#side.who);
    return page;
  }

  async signIn(): Promise<void> {
    await this.#side.signIn(this.#context);
  }

  async signOutEverywhere(): Promise<void> {
    await this.#side.signOutEverywhere();
  }

  /** The browser and its network both say so. */
  async goOffline(): Promise<void> {
    this.#side.proxy.cut();
    await this.#context.setOffline(true);
  }

  async goOnline(): Promise<void> {
    this.#side.proxy.heal();
    await this.#context.setOffline(false);
  }
}

interface WriterPage {
  readonly writer: Writer;
}

export async function write(page: Page, titles: readonly string[]): Promise<void> {
  for (const title of titles) {
    await page.evaluate((text) => (globalThis as unknown as WriterPage).writer.write(text), title);
  }
}

export async function signedIn(page: Page): Promise<void> {
  await page.evaluate(() => (globalThis as unknown as WriterPage).writer.signedIn());
}

export async function pendingOf(page: Page): Promise<string[]> {
  return page.evaluate(() => (globalThis as unknown as WriterPage).writer.pending());
}

/** The tab dies as when its process is killed: no event tells it. */
export async function crash(page: Page): Promise<void> {
  const devTools = await page.context().newCDPSession(page);
  const gone = page.waitForEvent('crash');
  void devTools.send('Page.crash').catch(() => undefined);
  await gone;
  await page.close();
}
