import type { ReactNode } from 'react';

/** What a dropdown or a context menu shows; one description serves both. */
export type MenuEntry =
  | { kind: 'separator' }
  | { kind: 'label'; label: string }
  | { kind: 'sub'; label: string; icon?: ReactNode; items: readonly MenuEntry[] }
  | {
      kind?: 'item';
      label: string;
      icon?: ReactNode;
      keys?: string;
      hint?: string;
      danger?: boolean;
      disabled?: boolean;
      /** Set (also to false) makes it a check item. */
      checked?: boolean;
      run: () => void;
    };

/** A key that stays with the entry while the list changes around it. */
export function menuEntryKey(entry: MenuEntry, index: number): string {
  return entry.kind === 'separator' ? `separator-${index}` : `${entry.kind ?? 'item'}-${entry.label}`;
}

export const menuSurface =
  'z-float min-w-48 max-w-80 animate-appear overflow-y-auto rounded-card bg-raised p-1 text-13 text-ink shadow-float max-h-(--radix-popper-available-height)';
export const menuRow =
  'flex h-8 select-none items-center gap-2 rounded-control px-2 outline-none data-[highlighted]:bg-hover data-[state=open]:bg-hover data-[disabled]:opacity-50 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-ink-muted';
export const menuDanger = 'text-late data-[highlighted]:bg-late-wash [&>svg]:text-late';
export const menuLabel = 'px-2 pb-1 pt-2 text-11 font-medium text-ink-faint';
export const menuSeparator = '-mx-1 my-1 h-px bg-line';
