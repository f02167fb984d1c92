import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPages } from '../measure/build-pages.ts';

/** Builds one of the two pages as an app is built for people. Answers its folder. */
export async function buildPage(name: 'atrium' | 'tanstack', into: string): Promise<string> {
  const root = fileURLToPath(new URL(`./page/${name}`, import.meta.url));
  const outDir = join(into, name);
  await buildPages({ root, outDir, pages: ['index.html'], database: ownDatabase() });
  return outDir;
}

/** The library brings a release of `@tanstack/db` of its own, and knows collections of that one only. */
function ownDatabase(): string {
  let folder = dirname(createRequire(import.meta.url).resolve('@tanstack/offline-transactions'));
  while (!existsSync(join(folder, 'node_modules/@tanstack/db'))) folder = dirname(folder);
  return join(folder, 'node_modules/@tanstack/db');
}
