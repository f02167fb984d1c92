import { Check, ChevronRight } from 'lucide-react';
import { DropdownMenu, ContextMenu as RadixContextMenu } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import {
  type MenuEntry,
  menuDanger,
  menuEntryKey,
  menuLabel,
  menuRow,
  menuSeparator,
  menuSurface,
} from './menu-items.ts';

// Dropdown and context menu have the same parts under two names.
type Parts = typeof DropdownMenu | typeof RadixContextMenu;

export interface MenuProps {
  /** The one element that opens the menu. */
  children: ReactNode;
  items: readonly MenuEntry[];
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

export function Menu({ children, items, align = 'start', side = 'bottom', open, onOpenChange }: MenuProps) {
  const { pick, closed } = useRunAfterClose();
  return (
    <DropdownMenu.Root open={open} onOpenChange={onOpenChange}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={menuSurface}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          loop
          onCloseAutoFocus={closed}
        >
          <MenuEntries parts={DropdownMenu} items={items} onPick={pick} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** The same menu on the secondary click (and the Menu key) anywhere on its only child. */
export function ContextMenu({ children, items }: { children: ReactNode; items: readonly MenuEntry[] }) {
  const { pick, closed } = useRunAfterClose();
  return (
    <RadixContextMenu.Root>
      <RadixContextMenu.Trigger asChild>{children}</RadixContextMenu.Trigger>
      <RadixContextMenu.Portal>
        <RadixContextMenu.Content className={menuSurface} collisionPadding={8} loop onCloseAutoFocus={closed}>
          <MenuEntries parts={RadixContextMenu} items={items} onPick={pick} />
        </RadixContextMenu.Content>
      </RadixContextMenu.Portal>
    </RadixContextMenu.Root>
  );
}

/** What runs may take the focus: only after the menu has given it back. */
function useRunAfterClose() {
  const picked = useRef<() => void>(undefined);
  return {
    pick: (run: () => void) => {
      picked.current = run;
    },
    closed: () => {
      const run = picked.current;
      picked.current = undefined;
      // The focus goes back right after this.
      if (run) queueMicrotask(run);
    },
  };
}

interface Picking {
  parts: Parts;
  onPick: (run: () => void) => void;
}

function MenuEntries({ parts: M, items, onPick }: Picking & { items: readonly MenuEntry[] }) {
  return items.map((entry, index) => {
    const key = menuEntryKey(entry, index);
    if (entry.kind === 'separator') return <M.Separator key={key} className={menuSeparator} />;
    if (entry.kind === 'label') {
      return (
        <M.Label key={key} className={menuLabel}>
          {entry.label}
        </M.Label>
      );
    }
    if (entry.kind === 'sub') {
      return (
        <M.Sub key={key}>
          <M.SubTrigger className={menuRow}>
            {entry.icon}
            <span className="flex-1 truncate">{entry.label}</span>
            <ChevronRight aria-hidden="true" />
          </M.SubTrigger>
          <M.Portal>
            <M.SubContent className={menuSurface} sideOffset={4} collisionPadding={8} loop>
              <MenuEntries parts={M} items={entry.items} onPick={onPick} />
            </M.SubContent>
          </M.Portal>
        </M.Sub>
      );
    }
    return <MenuItemRow key={key} parts={M} entry={entry} onPick={onPick} />;
  });
}

type ItemEntry = Extract<MenuEntry, { run: () => void }>;

function MenuItemRow({ parts: M, entry, onPick }: Picking & { entry: ItemEntry }) {
  const looks = classNames(menuRow, entry.danger && menuDanger);
  const inside = (
    <>
      {entry.icon}
      <span className="flex-1 truncate">{entry.label}</span>
      {entry.hint && <span className="truncate text-12 text-ink-faint">{entry.hint}</span>}
      {entry.checked && <Check aria-hidden="true" />}
      {entry.keys && <Kbd keys={entry.keys} className="ml-3" />}
    </>
  );
  if (entry.checked !== undefined) {
    return (
      <M.CheckboxItem
        className={looks}
        checked={entry.checked}
        disabled={entry.disabled}
        onSelect={() => onPick(entry.run)}
      >
        {inside}
      </M.CheckboxItem>
    );
  }
  return (
    <M.Item className={looks} disabled={entry.disabled} onSelect={() => onPick(entry.run)}>
      {inside}
    </M.Item>
  );
}
