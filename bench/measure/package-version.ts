import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Of a package as it is installed here, such as `@tanstack/db 0.15.2`. */
export async function packageVersion(name: string): Promise<string> {
  // Not every package lets its package.json be resolved, so it is found beside the entry.
  let folder = new URL('.', import.meta.resolve(name));
  for (;;) {
    const text = await readFile(fileURLToPath(new URL('package.json', folder)), 'utf8').catch(() => '{}');
    const manifest = JSON.parse(text) as { name?: string; version?: string };
    if (manifest.name === name) return `${name} ${manifest.version}`;
    const above = new URL('..', folder);
    if (above.href === folder.href) throw new Error(`${name} is not installed.`);
    folder = above;
  }
}
