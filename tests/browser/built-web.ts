import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const BUILT_WEB = 'ATRIUM_BUILT_WEB';
const root = fileURLToPath(new URL('../../apps/web', import.meta.url));

/** Vitest's global setup: builds the web app once, for all browser tests of a run. */
export async function setup(): Promise<() => Promise<void>> {
  if (!process.env.CHROMIUM_PATH) return async () => undefined;
  const folder = await buildWeb();
  process.env[BUILT_WEB] = folder;
  return () => rm(folder, { recursive: true, force: true });
}

/** Builds the web app into a new folder. */
export async function buildWeb(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-built-web-'));
  await build({ root, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  return folder;
}

export function builtWeb(): string {
  const folder = process.env[BUILT_WEB];
  if (!folder)
    throw new Error('The web app is not built: run this file with vitest, where there is a Chromium.');
  return folder;
}
