import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';

/** A package's folder of `0001_name.sql` files. Sources are given in floor order; files run in the order of their names. */
export interface MigrationSource {
  readonly package: string;
  readonly directory: string | URL;
}

export type MigrationProblemCode = 'CHANGED' | 'NEWER' | 'FAILED';

export class MigrationProblem extends Error {
  override readonly name = 'MigrationProblem';
  readonly code: MigrationProblemCode;

  constructor(code: MigrationProblemCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

export const ENGINE_MIGRATIONS: MigrationSource = {
  package: 'engine',
  directory: new URL('../../migrations/', import.meta.url),
};

interface MigrationFile {
  readonly package: string;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

export const MIGRATION_LOCK = "hashtextextended('atrium.migrations', 0)";

/** One at a time per database: the others wait, and then find nothing to do. */
export async function underMigrationLock<T>(owner: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await owner.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
  try {
    return await work();
  } finally {
    await owner.query(`SELECT pg_advisory_unlock(${MIGRATION_LOCK})`).catch(() => undefined);
  }
}

/** Applies what is missing, each file in a transaction of its own. Answers the names of the applied files. */
export async function migrate(owner: pg.ClientBase, sources: readonly MigrationSource[]): Promise<string[]> {
  const files = await readMigrations(sources);
  await owner.query(
    `CREATE TABLE IF NOT EXISTS schema_migrations (
       package text NOT NULL, name text NOT NULL, checksum text NOT NULL,
       applied_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (package, name))`,
  );
  const missing = await findMissing(owner, files);
  for (const file of missing) await apply(owner, file);
  return missing.map((file) => `${file.package}/${file.name}`);
}

export async function readMigrations(sources: readonly MigrationSource[]): Promise<MigrationFile[]> {
  const files: MigrationFile[] = [];
  for (const source of sources) {
    const directory =
      source.directory instanceof URL
        ? fileURLToPath(source.directory)
        : source.directory.replace(/\/?$/, '/');
    const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
    for (const name of names) {
      const sql = await readFile(`${directory}${name}`, 'utf8');
      // Line ends may differ between checkouts of one file.
      const checksum = createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex');
      files.push({ package: source.package, name, sql, checksum });
    }
  }
  return files;
}

async function findMissing(owner: pg.ClientBase, files: readonly MigrationFile[]): Promise<MigrationFile[]> {
  const { rows } = await owner.query<{ package: string; name: string; checksum: string }>(
    'SELECT package, name, checksum FROM schema_migrations',
  );
  const known = new Map(files.map((file) => [`${file.package}/${file.name}`, file]));
  const packages = new Set(files.map((file) => file.package));
  const applied = new Set<string>();
  for (const row of rows) {
    const id = `${row.package}/${row.name}`;
    const file = known.get(id);
    // A package that was not asked for has its say when someone opens the database with it.
    if (!file && !packages.has(row.package)) continue;
    if (!file) {
      throw new MigrationProblem(
        'NEWER',
        `The database was migrated by a newer Atrium (${id} is not known here). Start that version, or restore an older backup.`,
      );
    }
    if (file.checksum !== row.checksum) {
      throw new MigrationProblem(
        'CHANGED',
        `The migration ${id} was changed after it had been applied. Put the file back and write a new one.`,
      );
    }
    applied.add(id);
  }
  return files.filter((file) => !applied.has(`${file.package}/${file.name}`));
}

async function apply(owner: pg.ClientBase, file: MigrationFile): Promise<void> {
  const id = `${file.package}/${file.name}`;
  try {
    await owner.query('BEGIN');
    await owner.query(file.sql);
    await owner.query('INSERT INTO schema_migrations (package, name, checksum) VALUES ($1, $2, $3)', [
      file.package,
      file.name,
      file.checksum,
    ]);
    await owner.query('COMMIT');
  } catch (error) {
    await owner.query('ROLLBACK').catch(() => undefined);
    const why = error instanceof Error ? error.message : String(error);
    throw new MigrationProblem('FAILED', `The migration ${id} failed and was rolled back: ${why}`, error);
  }
}
