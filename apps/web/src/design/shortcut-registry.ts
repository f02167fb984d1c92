export interface Shortcut {
  /** As tinykeys writes it: `c`, `g b`, `$mod+k`, `Shift+ArrowDown`, `?`. */
  keys: string;
  /** Sentence case, as it stands on the `?` sheet and in the palette. */
  label: string;
  /** Heading on the `?` sheet. */
  group: string;
  run: (event: KeyboardEvent) => void;
  /** Asked at the press; false leaves the key to others. */
  when?: () => boolean;
  /** Also works while typing in a field or in an open dialog (`$mod+k`, `$mod+Enter`). */
  always?: boolean;
  /** Works, but is neither listed nor offered in the palette. */
  quiet?: boolean;
  /** Listed on the `?` sheet, but not offered in the palette. */
  unoffered?: boolean;
  /** Its place in the palette, as for palette items. */
  rank?: number;
}

export interface ShortcutRegistry {
  add: (shortcuts: readonly Shortcut[]) => () => void;
  /** What is registered now, later ones last. The same array until something changes. */
  list: () => readonly Shortcut[];
  subscribe: (listener: () => void) => () => void;
  /** Runs the shortcut for a binding; false when none wants it. */
  press: (keys: string, event: KeyboardEvent) => boolean;
}

export function createShortcutRegistry(): ShortcutRegistry {
  let entries: readonly Shortcut[] = [];
  const listeners = new Set<() => void>();
  const change = (next: readonly Shortcut[]) => {
    entries = next;
    for (const listener of listeners) listener();
  };
  return {
    add(shortcuts) {
      const added = new Set(shortcuts);
      change([...entries, ...shortcuts]);
      return () => change(entries.filter((entry) => !added.has(entry)));
    },
    list: () => entries,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    press(keys, event) {
      // The one registered last stands closest to the person: a board's before the shell's.
      const entry = entries.findLast(
        (candidate) =>
          candidate.keys === keys &&
          (candidate.always || !belongsElsewhere(event.target)) &&
          (candidate.when?.() ?? true),
      );
      if (!entry || event.defaultPrevented) return false;
      event.preventDefault();
      entry.run(event);
      return true;
    },
  };
}

const TYPING =
  'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]:not([contenteditable=false])';
const FLOATING = '[role=menu], [role=listbox], [role=dialog], [role=alertdialog]';

/** A key pressed in a field is text; one pressed in a menu or a dialog is theirs. */
function belongsElsewhere(target: EventTarget | null): boolean {
  const element = target as Element | null;
  return typeof element?.closest === 'function' && element.closest(`${TYPING}, ${FLOATING}`) !== null;
}

/**
 * What to listen for: `[binding, keys of the shortcut]`. Sequences come first, so that `g c` takes its `c` before
 * the plain one does; a sign is also heard with Shift, as `?` and `/` need it on some keyboards and not on others.
 */
export function bindings(list: readonly Shortcut[]): [binding: string, keys: string][] {
  const keys = [...new Set(list.map((entry) => entry.keys))].sort((a, b) => presses(b) - presses(a));
  return keys.flatMap((binding): [string, string][] =>
    /^[^\p{L}\p{N}\s]$/u.test(binding)
      ? [
          [binding, binding],
          [`Shift+${binding}`, binding],
        ]
      : [[binding, binding]],
  );
}

function presses(keys: string): number {
  return keys.trim().split(/\s+/).length;
}
