import { mkdir, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { linkLibraries } from './binaries.ts';

it('[DB1] library links that an install without scripts left out are made, and found ones kept', async () => {
  const directory = await temporaryDirectory();
  const lib = join(directory.path, 'native', 'lib');
  await mkdir(lib, { recursive: true });
  await writeFile(join(lib, 'libicu.so.60.2'), '');
  await writeFile(
    join(directory.path, 'native', 'pg-symlinks.json'),
    JSON.stringify([{ source: 'native/lib/libicu.so.60.2', target: 'native/lib/libicu.so.60' }]),
  );
  await linkLibraries(directory.path);
  await linkLibraries(directory.path);
  expect(await readlink(join(lib, 'libicu.so.60'))).toBe('libicu.so.60.2');
  await directory.remove();
});
