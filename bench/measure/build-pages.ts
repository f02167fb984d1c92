import { join } from 'node:path';
import { build } from 'vite';

export interface BuiltPages {
  readonly root: string;
  readonly outDir: string;
  /** HTML files in the root. */
  readonly pages: readonly string[];
  /** The folder of the one release of `@tanstack/db` that all of them use: two of them would not know each other. */
  readonly database: string;
}

/** Builds pages as an app is built for people, ours from their sources. */
export async function buildPages({ root, outDir, pages, database }: BuiltPages): Promise<void> {
  await build({
    root,
    logLevel: 'error',
    resolve: { alias: { '@tanstack/db': database }, conditions: ['source', 'module', 'browser'] },
    build: {
      outDir,
      emptyOutDir: true,
      chunkSizeWarningLimit: 2_000,
      rollupOptions: { input: pages.map((page) => join(root, page)) },
    },
  });
}
