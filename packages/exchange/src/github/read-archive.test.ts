import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '@atrium/engine/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ArchiveEntry, ArchiveProblem, readArchive } from './read-archive.ts';
import { sampleArchive } from './sample-archive.ts';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
beforeAll(async () => {
  directory = await temporaryDirectory();
});
afterAll(() => directory.remove());

async function read(content: string): Promise<ArchiveEntry[]> {
  const file = join(directory.path, 'archive.json');
  await writeFile(file, content);
  const entries: ArchiveEntry[] = [];
  for await (const entry of readArchive(file)) entries.push(entry);
  return entries;
}

async function problem(content: string): Promise<string> {
  try {
    await read(content);
  } catch (error) {
    if (error instanceof ArchiveProblem) return error.code;
    throw error;
  }
  return 'none';
}

test('[EX2] entries come one by one, in the order of the file', async () => {
  const entries = await read(JSON.stringify(sampleArchive()));
  expect(entries.map(({ kind }) => kind)).toEqual(['repo', 'label', 'issue', 'issue', 'pull', 'pull']);
  expect(entries[2]).toMatchObject({ index: 0, value: { number: 1, comments: [{ author: 'bo' }, {}] } });
});

test('[EX2] unknown keys of any shape are passed over', async () => {
  const archive = { extra: { issues: [{ number: 9 }] }, list: [[{ deep: [] }]], ...sampleArchive() };
  expect((await read(JSON.stringify(archive))).filter(({ kind }) => kind === 'issue')).toHaveLength(2);
});

describe('[EX3] a file that is no archive is refused with what is wrong', () => {
  const whole = JSON.stringify(sampleArchive());
  test.each([
    ['', 'NOT_JSON'],
    ['hello', 'NOT_JSON'],
    ['{"issues":[', 'NOT_JSON'],
    [whole.slice(0, -1), 'NOT_JSON'],
    [`${whole}x`, 'NOT_JSON'],
    ['[1, 2]', 'NOT_AN_ARCHIVE'],
    ['{"pulls":[]}', 'NOT_AN_ARCHIVE'],
    [`{"issues":[{"a":${'['.repeat(200)}${']'.repeat(200)}}]}`, 'TOO_LARGE'],
  ])('%#', async (content, code) => {
    expect(await problem(content)).toBe(code);
  });

  test('cut off at any place', async () => {
    for (let length = 0; length < whole.length; length += 97) {
      expect(await problem(whole.slice(0, length))).toBe('NOT_JSON');
    }
  });

  test('not there at all', async () => {
    const reading = readArchive(join(directory.path, 'missing.json')).next();
    await expect(reading).rejects.toMatchObject({ code: 'UNREADABLE' });
  });
});
