import { gzipSync } from 'node:zlib';
import { build, type Rollup } from 'vite';
import { expect, test } from 'vitest';

test('[OFF84] the door for service workers brings no overlay, no codec and no model along', async () => {
  const entry = new URL('index.ts', import.meta.url).pathname;
  const built = (await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['source'] },
    build: { write: false, lib: { entry, formats: ['es'] }, minify: true },
  })) as Rollup.RollupOutput[];
  const code = built
    .flatMap(({ output }) => output.map((part) => ('code' in part ? part.code : '')))
    .join('');
  expect(code).toContain('/api/v1/sync');
  expect(gzipSync(code).length).toBeLessThan(8_000);
});
