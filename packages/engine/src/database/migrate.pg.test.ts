import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { emptyDatabase } from '../testing/test-database.ts';
import { MigrationProblem } from './migrate.ts';
import { openDatabase } from './open-database.ts';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let empty: Awaited<ReturnType<typeof emptyDatabase>>;

beforeEach(async () => {
  directory = await temporaryDirectory();
  empty = await emptyDatabase();
});
afterEach(async () => {
  await empty.close();
  await directory.remove();
});

async function source(name: string, files: Record<string, string>) {
  const path = join(directory.path, name);
  await mkdir(path, { recursive: true });
  for (const [file, sql] of Object.entries(files)) await writeFile(join(path, file), sql);
  return { package: name, directory: path };
}

async function open(...migrations: Awaited<ReturnType<typeof source>>[]): Promise<string[]> {
  const applied: string[] = [];
  const database = await openDatabase(empty.postgres, {
    migrations,
    onMigrated: (files) => applied.push(...files),
  });
  await database.close();
  return applied;
}

async function ask(sql: string): Promise<unknown[]> {
  const client = new pg.Client(empty.postgres.connection);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('migrations', () => {
  it('[DB17] run once, the engine first, then in the order given, by name', async () => {
    const later = await source('later', { '0001_b.sql': 'INSERT INTO made VALUES (3)' });
    const earlier = await source('earlier', {
      '0002_more.sql': 'INSERT INTO made VALUES (2)',
      '0001_made.sql': 'CREATE TABLE made (n int); INSERT INTO made VALUES (1);',
      'README.md': 'not a migration',
    });
    const applied = await open(earlier, later);
    expect(applied[0]).toMatch(/^engine\/0001_/);
    expect(applied.slice(-3)).toEqual(['earlier/0001_made.sql', 'earlier/0002_more.sql', 'later/0001_b.sql']);
    expect(await open(earlier, later)).toEqual([]);
    expect(await ask('SELECT n FROM made ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  it('[DB17] a file that fails leaves nothing of itself, and what came before it stays', async () => {
    const bad = await source('extra', {
      '0001_good.sql': 'CREATE TABLE good ()',
      '0002_bad.sql': 'CREATE TABLE half (); SELECT nonsense;',
    });
    await expect(open(bad)).rejects.toMatchObject({ name: 'MigrationProblem', code: 'FAILED' });
    expect(
      await ask("SELECT to_regclass('good') IS NOT NULL AS good, to_regclass('half') IS NULL AS no_half"),
    ).toEqual([{ good: true, no_half: true }]);
    await writeFile(join(bad.directory, '0002_bad.sql'), 'CREATE TABLE half ()');
    expect(await open(bad)).toEqual(['extra/0002_bad.sql']);
  });

  it('[DB18] an applied file that was changed is refused by name', async () => {
    const extra = await source('extra', { '0001_made.sql': 'CREATE TABLE made ()' });
    await open(extra);
    await writeFile(join(extra.directory, '0001_made.sql'), 'CREATE TABLE made (n int)');
    await expect(open(extra)).rejects.toThrow(MigrationProblem);
    await expect(open(extra)).rejects.toThrow(/extra\/0001_made\.sql was changed/);
  });

  it('[DB18] line ends do not count as a change', async () => {
    const extra = await source('extra', { '0001_made.sql': 'CREATE TABLE made (\n)' });
    await open(extra);
    await writeFile(join(extra.directory, '0001_made.sql'), 'CREATE TABLE made (\r\n)');
    expect(await open(extra)).toEqual([]);
  });

  it('[DB19] a database of a newer Atrium is refused', async () => {
    await open();
    await ask(
      "INSERT INTO schema_migrations (package, name, checksum) VALUES ('engine', '9999_future.sql', 'x')",
    );
    await expect(open()).rejects.toMatchObject({ code: 'NEWER' });
    await expect(open()).rejects.toThrow(/newer Atrium \(engine\/9999_future\.sql/);
  });

  it('[DB20] of several processes that migrate at once each file runs once', async () => {
    const extra = await source('extra', { '0001_made.sql': 'CREATE TABLE made (); SELECT pg_sleep(0.05);' });
    const applied = await Promise.all([1, 2, 3, 4].map(() => open(extra)));
    expect(applied.filter((files) => files.length > 0).length).toBe(1);
  });
});
