import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Dialog } from './dialog.tsx';
import { Kbd } from './kbd.tsx';
import { orderItems, type PaletteItem } from './palette-registry.ts';
import { groupStyle, optionStyle } from './picker-list.tsx';
import { groupItems, matchItems } from './picker-match.ts';
import { usePaletteList } from './use-palette.ts';
import { useShortcutList } from './use-shortcuts.ts';

export interface CommandPaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Finds records for what was typed; asked again as it changes, the last answer counts. */
  searchRecords?: (query: string) => Promise<readonly PaletteItem[]>;
  placeholder?: string;
}

const SEARCH_PAUSE = 120;

export function CommandPalette({ open, onOpenChange, searchRecords, placeholder }: CommandPaletteProps) {
  const chosen = useRef<PaletteItem>(undefined);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Command palette"
      bare
      // What runs may take the focus: only after the dialog has given it back.
      onClosed={() => {
        chosen.current?.run();
        chosen.current = undefined;
      }}
    >
      <PaletteInside
        searchRecords={searchRecords}
        placeholder={placeholder}
        onRun={(item) => {
          chosen.current = item;
          onOpenChange(false);
        }}
      />
    </Dialog>
  );
}

export function PaletteInside({
  searchRecords,
  placeholder = 'Type what you want to do, or search',
  onRun,
}: Pick<CommandPaletteProps, 'searchRecords' | 'placeholder'> & { onRun: (item: PaletteItem) => void }) {
  const [query, setQuery] = useState('');
  const records = useRecordSearch(query, searchRecords);
  const offered = useOffered();
  const shown = useMemo(() => {
    const pickable = offered.map((item) => ({ ...item, value: item.id }));
    const matched = matchItems(pickable, query, 60).map((match) =>
      offered.find((item) => item.id === match.value),
    );
    const found = matched.filter((item) => item !== undefined);
    // While searching, rank still leads: what can be done here comes before what is elsewhere.
    return orderItems([...found, ...records.items]);
  }, [offered, query, records.items]);

  return (
    <Command shouldFilter={false} label="Command palette" loop>
      <div className="flex h-12 items-center gap-3 border-b border-line px-4">
        <Search className="size-4 shrink-0 text-ink-faint" aria-hidden="true" />
        <Command.Input
          autoFocus
          value={query}
          onValueChange={setQuery}
          placeholder={placeholder}
          className="min-w-0 flex-1 bg-transparent text-16 outline-none!"
        />
        <Kbd keys="Escape" />
      </div>
      <Command.List className="max-h-[52vh] min-h-40 overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-8 text-center text-13 text-ink-muted">
          {records.searching ? 'Searching' : `Nothing found for “${query.trim()}”.`}
        </Command.Empty>
        {groupItems(shown).map(([group, members]) => (
          <Command.Group key={group} heading={group} className={groupStyle}>
            {members.map((item) => (
              <Command.Item
                key={item.id}
                value={item.id}
                onSelect={() => onRun(item)}
                className={`${optionStyle} h-9 [&>svg]:text-ink-muted`}
              >
                {item.icon}
                <span className="min-w-0 flex-1 truncate">{item.label}</span>
                {item.hint && <span className="truncate text-12 text-ink-faint">{item.hint}</span>}
                {item.keys && <Kbd keys={item.keys} />}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}

/** What was registered for the palette, and every listed shortcut that is not there under the same label. */
function useOffered(): readonly PaletteItem[] {
  const items = usePaletteList();
  const listed = useShortcutList();
  return useMemo(() => {
    const labels = new Set(items.map((item) => item.label));
    const fromShortcuts = listed
      .filter(
        (entry) =>
          !entry.quiet &&
          !entry.unoffered &&
          entry.label !== '' &&
          !labels.has(entry.label) &&
          (entry.when?.() ?? true),
      )
      .map((entry) => ({
        id: `shortcut:${entry.keys}`,
        label: entry.label,
        group: entry.group,
        keys: entry.keys,
        rank: entry.rank,
        run: () => entry.run(new KeyboardEvent('keydown')),
      }));
    return orderItems([...items, ...fromShortcuts]);
  }, [items, listed]);
}

const NOTHING: readonly PaletteItem[] = [];

function useRecordSearch(query: string, search: CommandPaletteProps['searchRecords']) {
  const [answer, setAnswer] = useState<{ query: string; items: readonly PaletteItem[] }>({
    query: '',
    items: NOTHING,
  });
  const typed = query.trim();
  useEffect(() => {
    if (!search || typed === '') return;
    let stale = false;
    const timer = setTimeout(() => {
      search(typed).then(
        (items) => {
          if (!stale) setAnswer({ query: typed, items });
        },
        () => {
          if (!stale) setAnswer({ query: typed, items: NOTHING });
        },
      );
    }, SEARCH_PAUSE);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [search, typed]);
  const searching = Boolean(search) && typed !== '' && answer.query !== typed;
  // The answer before stays until the next one is here: rows do not jump while someone types.
  return { items: typed === '' ? NOTHING : answer.items, searching };
}
