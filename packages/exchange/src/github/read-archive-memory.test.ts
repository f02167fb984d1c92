import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '@atrium/engine/testing';
import { expect, test } from 'vitest';
import { readArchive } from './read-archive.ts';
import { sampleIssue } from './sample-archive.ts';

test('[EX12] reading a file of 200 MB holds a few entries at a time', async () => {
  const directory = await temporaryDirectory();
  try {
    const file = join(directory.path, 'large.json');
    const bytes = await writeLargeArchive(file);
    expect(bytes).toBeGreaterThan(200_000_000);
    global.gc?.();
    const before = process.memoryUsage().heapUsed;
    let most = 0;
    let entries = 0;
    for await (const _entry of readArchive(file)) {
      entries += 1;
      if (entries % 500 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before);
    }
    expect(entries).toBe(10_001);
    // Far below the file; what is not collected yet counts too.
    expect(most).toBeLessThan(bytes / 2);
  } finally {
    await directory.remove();
  }
}, 120_000);

async function writeLargeArchive(file: string): Promise<number> {
  const out = createWriteStream(file);
  out.write('{"repo":"acme/boats","issues":[');
  for (let number = 1; number <= 10_000; number += 1) {
    const issue = sampleIssue(number, { body: 'Words and more words. '.repeat(930) });
    if (!out.write(`${number > 1 ? ',' : ''}${JSON.stringify(issue)}`)) await once(out, 'drain');
  }
  out.end(']}');
  await once(out, 'finish');
  return out.bytesWritten;
}
