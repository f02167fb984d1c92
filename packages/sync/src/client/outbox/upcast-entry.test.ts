import { expect, test } from 'vitest';
import { upcastEntry } from './upcast-entry.ts';

test('[OFF14] a queue written by an older app is brought up to date, step by step', () => {
  const steps = {
    1: (entry: object) => ({ ...entry, strikes: 0 }),
    2: (entry: object) => ({ ...entry, partition: 'tab' }),
  };
  expect(upcastEntry({ format: 1 }, steps, 3)).toEqual({ format: 3, strikes: 0, partition: 'tab' });
  expect(upcastEntry({ format: 2 }, steps, 3)).toEqual({ format: 3, partition: 'tab' });
});

test('[OFF14] what a newer app wrote is left alone', () => {
  expect(upcastEntry({ format: 4 }, {}, 3)).toBeUndefined();
});
