import { describe, expect, it } from 'vitest';
import { keyCaps, keyText } from './key-labels.ts';

describe('key caps', () => {
  it.each([
    ['$mod+k', false, [['Ctrl', 'K']]],
    ['$mod+k', true, [['⌘', 'K']]],
    ['$mod+Shift+KeyC', false, [['Ctrl', 'Shift', 'C']]],
    ['$mod+Shift+KeyC', true, [['⌘', '⇧', 'C']]],
    ['g b', false, [['G'], ['B']]],
    ['?', false, [['?']]],
    ['$mod++', false, [['Ctrl', '+']]],
    ['Escape', false, [['Esc']]],
    ['Shift+ArrowDown', true, [['⇧', '↓']]],
    ['F2', false, [['F2']]],
  ])('of %s (Apple: %s)', (binding, apple, expected) => {
    expect(keyCaps(binding, apple)).toEqual(expected);
  });

  it('are read as one line', () => {
    expect(keyText('g b', false)).toBe('G then B');
    expect(keyText('$mod+Enter', false)).toBe('Ctrl+↵');
  });
});
