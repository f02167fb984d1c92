import { expect, test } from 'vitest';
import { MARKS, resultsTable, withTable } from './results-table.ts';

test('a table replaces what stood between the marks, and nothing else', () => {
  const document = `before\n${MARKS.begin}\nold\n${MARKS.end}\nafter\n`;
  expect(withTable(document, 'new')).toBe(`before\n${MARKS.begin}\nnew\n${MARKS.end}\nafter\n`);
  expect(withTable('no marks', 'new')).toBeUndefined();
  expect(withTable(`${MARKS.end}${MARKS.begin}`, 'new')).toBeUndefined();
});

test('what was not measured has no rows', () => {
  expect(
    resultsTable([])
      .split('\n')
      .filter((line) => line.startsWith('|')),
  ).toHaveLength(2);
});
