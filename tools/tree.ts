import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ROOT } from './prepare.mjs';

const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', '.git', '.cache', 'data', 'results']);

/** Paths of the project's own files below a folder, relative to the root, with forward slashes. */
export function filesOf(folder = ''): string[] {
  const start = join(ROOT, folder);
  if (!existsSync(start)) return [];
  return readdirSync(start, { withFileTypes: true })
    .filter((entry) => !NOT_OURS.has(entry.name))
    .flatMap((entry) => {
      const path = relative(ROOT, join(start, entry.name)).split(sep).join('/');
      return entry.isDirectory() ? filesOf(path) : [path];
    });
}
