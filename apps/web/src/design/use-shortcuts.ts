import { useEffect, useRef, useSyncExternalStore } from 'react';
import { tinykeys } from 'tinykeys';
import { bindings, createShortcutRegistry, type Shortcut } from './shortcut-registry.ts';

export const shortcuts = createShortcutRegistry();

/**
 * Binds keys for as long as the component is mounted. The list may be made anew on every render:
 * only a change of keys, labels or groups binds again; `run` and `when` are always the latest.
 */
export function useShortcuts(list: readonly Shortcut[]): void {
  const latest = useRef(list);
  useEffect(() => {
    latest.current = list;
  });
  const shape = JSON.stringify(
    list.map(({ keys, label, group, always, quiet }) => [keys, label, group, always, quiet]),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for the list.
  useEffect(
    () =>
      shortcuts.add(
        list.map((entry, index) => ({
          ...entry,
          run: (event) => latest.current[index]?.run(event),
          when: () => latest.current[index]?.when?.() ?? true,
        })),
      ),
    [shape],
  );
}

export function useShortcutList(): readonly Shortcut[] {
  return useSyncExternalStore(shortcuts.subscribe, shortcuts.list);
}

/** Listens on the window; the shell renders it once. */
export function useShortcutListener(): void {
  const list = useShortcutList();
  useEffect(() => {
    const bound = bindings(list).map(([binding, keys]) => [
      binding,
      (event: KeyboardEvent) => {
        shortcuts.press(keys, event);
      },
    ]);
    return tinykeys(window, Object.fromEntries(bound));
  }, [list]);
}
