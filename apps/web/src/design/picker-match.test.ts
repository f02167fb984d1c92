import { describe, expect, it } from 'vitest';
import { groupItems, matchItems, type PickerItem } from './picker-match.ts';

const items: PickerItem[] = [
  { value: '1', label: 'In progress' },
  { value: '2', label: 'Progress report', hint: 'ATR-9' },
  { value: '3', label: 'Zoë Åkerlund', hint: 'zoe@example.org' },
  { value: '4', label: 'Unprogressed', keywords: ['stale'] },
];
const found = (query: string) => matchItems(items, query).map((item) => item.value);

describe('matching in a picker', () => {
  it('puts beginnings first, then beginnings of words, then the rest', () => {
    expect(found('progress')).toEqual(['2', '1', '4']);
  });

  it('finds without marks, by hint and by keyword', () => {
    expect(found('akerlund zoe')).toEqual(['3']);
    expect(found('atr-9')).toEqual(['2']);
    expect(found('STALE')).toEqual(['4']);
  });

  it('wants every word', () => {
    expect(found('progress zzz')).toEqual([]);
  });

  it('keeps the given order for nothing typed, and never shows more than the limit', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      value: String(index),
      label: `Item ${index}`,
    }));
    expect(
      matchItems(many, '')
        .map((item) => item.value)
        .slice(0, 3),
    ).toEqual(['0', '1', '2']);
    expect(matchItems(many, 'item')).toHaveLength(100);
  });

  it('groups in the order of first appearance', () => {
    const grouped = groupItems([{ group: 'b' }, { group: 'a' }, { group: 'b' }, {}]);
    expect(grouped.map(([name, members]) => [name, members.length])).toEqual([
      ['b', 2],
      ['a', 1],
      [undefined, 1],
    ]);
  });
});
