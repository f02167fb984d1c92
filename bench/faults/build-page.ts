import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Builds one of the two pages as an app is built for people. Answers its folder. */
export async function buildPage(name: 'atrium' | 'tanstack', into: string): Promise<string> {
  const root = fileURLToPath(new URL(`./page/${name}`, import.meta.url));
  const outDir = join(into, name);
  await build({
    root,
    logLevel: 'error',
    resolve: {
      // The library brings a release of `@tanstack/db` of its own, and knows collections of that one only.
      alias: { '@tanstack/db': ownDatabase() },
      conditions: ['source', 'module', 'browser'],
    },
    build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 2_000 },
  });
  return outDir;
}

function ownDatabase(): string {
  let folder = dirname(createRequire(import.meta.url).resolve('@tanstack/offline-transactions'));
  while (!existsSync(join(folder, 'node_modules/@tanstack/db'))) folder = dirname(folder);
  return join(folder, 'node_modules/@tanstack/db');
}
