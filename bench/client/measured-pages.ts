import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CDPSession } from 'playwright-core';
import { preview } from 'vite';
import { buildPages } from '../measure/build-pages.ts';
import { startChromium } from '../measure/chromium.ts';
import { scratchFolder } from '../measure/scratch-folder.ts';
import type { Harness } from './page/harness.ts';

export interface PageRun {
  readonly loadMs: number;
  readonly changesMs: readonly number[];
  /** Of heap, beyond the page before it loaded anything. */
  readonly bytes: number;
}

export interface MeasuredPages {
  readonly browser: string;
  run(
    page: 'atrium' | 'tanstack',
    plan: { readonly records: number; readonly changes: number },
  ): Promise<PageRun>;
  close(): Promise<void>;
}

interface Page {
  readonly harness: Harness;
}

const ROOT = fileURLToPath(new URL('./page', import.meta.url));

/** Builds the pages as an app is built for people, and opens each run in a fresh profile. */
export async function openPages(): Promise<MeasuredPages> {
  const folder = await scratchFolder();
  await buildPages({
    root: ROOT,
    outDir: folder.path,
    pages: ['atrium.html', 'tanstack.html'],
    // The React binding brings a patch release of the library of its own.
    database: packageFolder('@tanstack/db'),
  });
  const server = await preview({
    root: ROOT,
    logLevel: 'silent',
    build: { outDir: folder.path },
    preview: { port: 0, host: '127.0.0.1' },
  });
  const url = server.resolvedUrls?.local[0] ?? '';
  const browser = await startChromium();
  return {
    browser: `Chromium ${browser.version()}`,
    async run(name, { records, changes }) {
      const context = await browser.newContext();
      try {
        const page = await context.newPage();
        page.setDefaultTimeout(120_000);
        await page.goto(`${url}${name}.html`);
        await page.waitForFunction('window.harness !== undefined');
        const devTools = await context.newCDPSession(page);
        const before = await heapOf(devTools);
        const loadMs = await page.evaluate(
          (count) => (globalThis as unknown as Page).harness.load(count),
          records,
        );
        const bytes = (await heapOf(devTools)) - before;
        const changesMs = await page.evaluate(
          (times) => (globalThis as unknown as Page).harness.change(times),
          changes,
        );
        return { loadMs, changesMs, bytes };
      } finally {
        await context.close();
      }
    },
    async close() {
      await browser.close();
      await server.close();
      await folder.remove();
    },
  };
}

async function heapOf(devTools: CDPSession): Promise<number> {
  await devTools.send('HeapProfiler.collectGarbage');
  await devTools.send('HeapProfiler.collectGarbage');
  return (await devTools.send('Runtime.getHeapUsage')).usedSize;
}

function packageFolder(name: string): string {
  const entry = createRequire(import.meta.url).resolve(name);
  return dirname(dirname(dirname(entry)));
}
