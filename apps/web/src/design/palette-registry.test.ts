import { describe, expect, it } from 'vitest';
import { createPaletteRegistry, orderItems } from './palette-registry.ts';

const item = (id: string, rank?: number) => ({ id, label: id, group: 'g', run: () => undefined, rank });

describe('the palette', () => {
  it('orders by rank and keeps the order of registration within one', () => {
    expect(orderItems([item('a'), item('b', 0), item('c'), item('d', 20)]).map(({ id }) => id)).toEqual([
      'b',
      'd',
      'a',
      'c',
    ]);
  });

  it('lets the later of two with one id win, and gives back the earlier when it goes', () => {
    const registry = createPaletteRegistry();
    registry.add([item('create', 40)]);
    const remove = registry.add([item('create', 0)]);
    expect(registry.list().map(({ rank }) => rank)).toEqual([0]);
    remove();
    expect(registry.list().map(({ rank }) => rank)).toEqual([40]);
  });
});
