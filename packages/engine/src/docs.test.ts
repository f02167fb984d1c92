import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LEAKPROOF } from './database/capabilities.ts';

test('docs/operators/database.md names the functions that a superuser may mark', () => {
  const page = readFileSync(new URL('../../../docs/operators/database.md', import.meta.url), 'utf8');
  const [, list = ''] = /ARRAY\[([^\]]*\[\][^;]*?)\n\s*\] LOOP/.exec(page) ?? [];
  expect([...list.matchAll(/'([^']+)'/g)].map(([, name]) => name)).toEqual(LEAKPROOF);
});
