import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { readPostmasterFile, removeStaleLocks } from './postmaster-file.ts';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

beforeEach(async () => {
  directory = await temporaryDirectory();
  await mkdir(join(directory.path, 'run'));
});
afterEach(() => directory.remove());

const write = (text: string) => writeFile(join(directory.path, 'postmaster.pid'), text);

it('[DB2] a whole lock file says where PostgreSQL listens', async () => {
  await write('4711\n/data/postgres\n1795208507\n5432\n/data/run\n\n  2211856    884768\nready   \n');
  expect(await readPostmasterFile(directory.path)).toEqual({
    pid: 4711,
    port: 5432,
    socketDir: '/data/run',
    status: 'ready',
  });
});

it('[DB2] one read in the middle of being written is not believed', async () => {
  await write('47');
  expect(await readPostmasterFile(directory.path)).toBeUndefined();
  await write('4711\n/data/postgres\n1795208507\n5432\n/da');
  expect((await readPostmasterFile(directory.path))?.status).toBe('');
});

it('[DB2] half a number never costs a running PostgreSQL its lock', async () => {
  // Cut short, another's number is our own, and we are no PostgreSQL.
  await write(`${process.pid}`);
  await removeStaleLocks(directory.path, join(directory.path, 'run'));
  expect(await readFile(join(directory.path, 'postmaster.pid'), 'utf8')).toBe(`${process.pid}`);
  await write(`${process.pid}\n`);
  await removeStaleLocks(directory.path, join(directory.path, 'run'));
  await expect(readFile(join(directory.path, 'postmaster.pid'))).rejects.toThrow('ENOENT');
});
