import { newId } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { digestOf, ScopeDigest } from './digest.ts';

const records = Array.from({ length: 2_000 }, (_, at) => ({ id: newId(), version: 1 + (at % 7) }));

test('[WIRE52] the digest does not depend on the order', () => {
  expect(digestOf([...records].reverse())).toBe(digestOf(records));
  expect(digestOf(records)).toMatch(/^[0-9a-f]{16}$/);
});

test('[WIRE52] one version, one record more or less, is another digest', () => {
  const seen = new Set([digestOf(records)]);
  for (const [at, { id, version }] of records.entries()) {
    const others = records.filter((_, index) => index !== at);
    if (at < 200) seen.add(digestOf([...others, { id, version: version + 1 }])).add(digestOf(others));
  }
  expect(seen.size).toBe(401);
});

test('[WIRE52] what is taken out again leaves no trace', () => {
  const digest = new ScopeDigest();
  for (const { id, version } of records) digest.add(id, version);
  for (const { id, version } of records.slice(500)) digest.remove(id, version);
  expect(digest.value()).toBe(digestOf(records.slice(0, 500)));
});

test('[WIRE52] single records hash without collisions worth the name', () => {
  const pairs = records.flatMap(({ id }) => Array.from({ length: 20 }, (_, version) => ({ id, version })));
  expect(new Set(pairs.map((pair) => digestOf([pair]))).size).toBe(pairs.length);
});
