import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const BUILT_WEB = 'ATRIUM_BUILT_WEB';
const root = fileURLToPath(new URL('../../apps/web', import.meta.url));

/** Vitest's global setup: builds the web app once, for all browser tests of a run. */
export async function setup(): Promise<() => Promise<void>> {
  if (!process.env.CHROMIUM_PATH) return async () => undefined;
  const folder = await buildWeb();
  process.env[BUILT_WEB] = folder;
  return () => rm(folder, { recursive: true, force: true });
}

/** Builds the web app into a new folder. With a note, as a version of its own that says it in the console. */
export async function buildWeb(note?: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-built-web-'));
  const noted: Plugin = {
    name: 'noted',
    transform: (code, id) => (id.endsWith('/src/main.tsx') ? `${code}\nconsole.info('${note}');` : undefined),
  };
  const plugins = note === undefined ? [] : [noted];
  await build({ root, logLevel: 'error', plugins, build: { outDir: folder, emptyOutDir: true } });
  return folder;
}

export function builtWeb(): string {
  const folder = process.env[BUILT_WEB];
  if (!folder)
    throw new Error('The web app is not built: run this file with vitest, where there is a Chromium.');
  return folder;
}
