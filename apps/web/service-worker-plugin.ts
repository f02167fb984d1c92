import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type ResolvedConfig } from 'vite';

const WORKER = fileURLToPath(new URL('src/worker/worker.ts', import.meta.url));
const VERSION_META = /(<meta name="atrium-version" content=")[^"]*(")/;

/**
 * Builds the service worker beside the app, with the list of the app's files and their digests inside. The
 * digest of that list is the version: it stands in the page too.
 */
export function serviceWorker(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'atrium-service-worker',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const folder = resolve(config.root, config.build.outDir);
        const urls = (await filesBelow(folder)).filter((url) => url !== '/sw.js').sort();
        const before = await Promise.all(urls.map((url) => fileOf(folder, url)));
        const version = digestOf(JSON.stringify(before), 'hex').slice(0, 12);
        const page = join(folder, 'index.html');
        await writeFile(page, (await readFile(page, 'utf8')).replace(VERSION_META, `$1${version}$2`));
        const files = await Promise.all(urls.map((url) => fileOf(folder, url)));
        await buildWorker(config, folder, { version, files });
      },
    },
  };
}

async function buildWorker(config: ResolvedConfig, folder: string, shell: object): Promise<void> {
  await build({
    configFile: false,
    root: config.root,
    logLevel: 'error',
    define: { ATRIUM_SHELL: JSON.stringify(shell) },
    resolve: { conditions: config.resolve.conditions },
    build: {
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      target: config.build.target,
      rolldownOptions: {
        input: WORKER,
        // Nothing that it imports does anything by being imported; so the wire's schema stays out.
        treeshake: { moduleSideEffects: false },
        // One script, as workers of all browsers read it.
        output: { format: 'iife', entryFileNames: 'sw.js', codeSplitting: false },
      },
    },
  });
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replaceAll('\\', '/'));
}

async function fileOf(folder: string, url: string): Promise<{ url: string; integrity: string }> {
  return { url, integrity: `sha256-${digestOf(await readFile(join(folder, url)), 'base64')}` };
}

function digestOf(content: string | Buffer, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(content).digest(encoding);
}
