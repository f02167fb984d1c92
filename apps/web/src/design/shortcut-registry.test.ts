import { describe, expect, it, vi } from 'vitest';
import { bindings, createShortcutRegistry, type Shortcut } from './shortcut-registry.ts';

const shortcut = (keys: string, more: Partial<Shortcut> = {}): Shortcut => ({
  keys,
  label: keys,
  group: 'Test',
  run: vi.fn(),
  ...more,
});

/** A key press whose target stands inside what the given selector part names. */
function press(inside = ''): KeyboardEvent {
  const event = {
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true;
    },
    target: { closest: (selector: string) => (inside !== '' && selector.includes(inside) ? {} : null) },
  };
  return event as unknown as KeyboardEvent;
}

describe('the shortcut registry', () => {
  it('runs the one that was registered last', () => {
    const registry = createShortcutRegistry();
    const shell = shortcut('c');
    const board = shortcut('c');
    registry.add([shell]);
    const remove = registry.add([board]);
    expect(registry.press('c', press())).toBe(true);
    expect(board.run).toHaveBeenCalledOnce();
    remove();
    registry.press('c', press());
    expect(shell.run).toHaveBeenCalledOnce();
  });

  it('passes a key on to the next one when `when` says no', () => {
    const registry = createShortcutRegistry();
    const first = shortcut('x');
    registry.add([first, shortcut('x', { when: () => false })]);
    registry.press('x', press());
    expect(first.run).toHaveBeenCalledOnce();
  });

  it.each(['input', 'textarea', 'contenteditable', 'role=menu', 'role=dialog'])(
    'leaves plain keys inside %s alone, but not those that work always',
    (inside) => {
      const registry = createShortcutRegistry();
      const plain = shortcut('c');
      const always = shortcut('$mod+k', { always: true });
      registry.add([plain, always]);
      expect(registry.press('c', press(inside))).toBe(false);
      expect(plain.run).not.toHaveBeenCalled();
      expect(registry.press('$mod+k', press(inside))).toBe(true);
    },
  );

  it('takes a press once, so that `g c` keeps its `c` from the plain one', () => {
    const registry = createShortcutRegistry();
    const plain = shortcut('c');
    registry.add([plain, shortcut('g c')]);
    expect(bindings(registry.list()).map(([binding]) => binding)).toEqual(['g c', 'c']);
    const event = press();
    expect(registry.press('g c', event)).toBe(true);
    expect(registry.press('c', event)).toBe(false);
    expect(plain.run).not.toHaveBeenCalled();
  });

  it('hears signs with and without Shift, letters only as they are', () => {
    expect(bindings([shortcut('?'), shortcut('c'), shortcut('$mod+k')])).toEqual([
      ['?', '?'],
      ['Shift+?', '?'],
      ['c', 'c'],
      ['$mod+k', '$mod+k'],
    ]);
  });

  it('tells its listeners, and gives the same list until something changes', () => {
    const registry = createShortcutRegistry();
    const listener = vi.fn();
    registry.subscribe(listener);
    const remove = registry.add([shortcut('c')]);
    const list = registry.list();
    expect(registry.list()).toBe(list);
    remove();
    expect(listener).toHaveBeenCalledTimes(2);
    expect(registry.list()).toEqual([]);
  });
});
