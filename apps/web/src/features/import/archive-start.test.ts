import { expect, test } from 'vitest';
import { projectNameFor, repoOf, repoOfFile } from './archive-start.ts';

test('an archive says which repository it is of', async () => {
  expect(repoOf('{"magic": "E!", "repo": "quicwg/multipath",\n "labels": [')).toBe('quicwg/multipath');
  expect(repoOf('{"issues": []}')).toBeUndefined();
  expect(await repoOfFile(new Blob(['{"repo":"a/b"', ' '.repeat(100_000)]))).toBe('a/b');
});

test('a project is called like its repository', () => {
  expect(projectNameFor('quicwg/multipath')).toBe('Multipath');
  expect(projectNameFor('httpwg/http2-spec')).toBe('Http2 spec');
});
