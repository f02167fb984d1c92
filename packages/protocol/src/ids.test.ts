import { expect, test } from 'vitest';
import { derivedId, isId, newId } from './ids.ts';

const ID = '01900000-0000-7000-8000-000000000001';

test('[WIRE9] new ids are ids, differ, and sort in the order they were made', () => {
  const ids = Array.from({ length: 200 }, newId);
  expect(ids.every(isId)).toBe(true);
  expect(new Set(ids).size).toBe(200);
  expect([...ids].sort()).toEqual(ids);
});

test('[WIRE9] a derived id depends on namespace and name, and on nothing else', () => {
  expect(derivedId(ID, 'a')).toBe(derivedId(ID, 'a'));
  expect(derivedId(ID, 'a')).not.toBe(derivedId(ID, 'b'));
  expect(derivedId(ID, 'a')).not.toBe(derivedId(newId(), 'a'));
  expect(isId(derivedId(ID, ''))).toBe(true);
});

test('[WIRE9] only lower-case UUIDs are ids, so that an id has one spelling', () => {
  for (const wrong of [
    '',
    'x',
    ID.slice(1),
    ` ${ID}`,
    `{${ID}}`,
    ID.replaceAll('-', ''),
    'ABCDEF00-0000-7000-8000-000000000001',
    7,
    null,
  ]) {
    expect(isId(wrong)).toBe(false);
  }
  expect(isId(ID)).toBe(true);
});
