import { Command } from 'cmdk';
import { Check, Plus } from 'lucide-react';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import { fold, groupItems, matchItems, type PickerItem } from './picker-match.ts';

export const optionStyle =
  'flex h-8 select-none items-center gap-2 rounded-control px-2 text-13 text-ink data-[selected=true]:bg-hover data-[disabled=true]:opacity-50 [&>svg]:size-4 [&>svg]:shrink-0';
export const groupStyle =
  '**:[[cmdk-group-heading]]:px-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:text-11 **:[[cmdk-group-heading]]:font-medium **:[[cmdk-group-heading]]:text-ink-faint';

/** A picker's inside, for places that already float or stand still. */
export function PickerList<T extends string>({
  label,
  items,
  chosen,
  multiple = false,
  keys,
  empty = 'Nothing matches.',
  onPick,
  onCreate,
}: {
  label: string;
  items: readonly PickerItem<T>[];
  chosen: readonly T[];
  multiple?: boolean;
  keys?: string;
  empty?: string;
  onPick: (value: T) => void;
  onCreate?: (label: string) => void;
}) {
  const [query, setQuery] = useState('');
  const shown = useMemo(() => matchItems(items, query), [items, query]);
  const typed = query.trim();
  const creatable = onCreate && typed !== '' && !items.some((item) => fold(item.label) === fold(typed));

  const pickByShortcut = (event: KeyboardEvent) => {
    if (query !== '' || event.metaKey || event.ctrlKey || event.altKey) return;
    const item = items.find((candidate) => candidate.shortcut === event.key && !candidate.disabled);
    if (!item) return;
    event.preventDefault();
    onPick(item.value);
  };

  return (
    <Command
      shouldFilter={false}
      label={label}
      loop
      defaultValue={chosen[0] ?? ''}
      onKeyDown={pickByShortcut}
    >
      <div className="flex h-9 items-center gap-2 border-b border-line px-3">
        <Command.Input
          autoFocus
          value={query}
          onValueChange={setQuery}
          placeholder={label}
          className="min-w-0 flex-1 bg-transparent text-13 outline-none! max-wide:text-16"
        />
        {keys && <Kbd keys={keys} />}
      </div>
      <Command.List className="max-h-72 overflow-y-auto p-1">
        {!creatable && <Command.Empty className="px-2 py-3 text-12 text-ink-faint">{empty}</Command.Empty>}
        {groupItems(shown).map(([group, members]) => (
          <Command.Group key={group ?? ''} heading={group} className={groupStyle}>
            {members.map((item) => (
              <Command.Item
                key={item.value}
                value={item.value}
                disabled={item.disabled}
                onSelect={() => onPick(item.value)}
                className={optionStyle}
              >
                {multiple && <Box checked={chosen.includes(item.value)} />}
                {item.icon}
                <span className="min-w-0 flex-1 truncate">{item.label}</span>
                {item.hint && <span className="max-w-24 truncate text-12 text-ink-faint">{item.hint}</span>}
                {!multiple && chosen.includes(item.value) && <Check aria-label="Chosen" />}
                {item.shortcut && query === '' && <Kbd keys={item.shortcut} />}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
        {creatable && (
          <Command.Item
            value="create-what-was-typed"
            onSelect={() => {
              onCreate(typed);
              setQuery('');
            }}
            className={optionStyle}
          >
            <Plus aria-hidden="true" />
            <span className="min-w-0 flex-1 truncate">
              Create <span className="font-medium">“{typed}”</span>
            </span>
          </Command.Item>
        )}
      </Command.List>
    </Command>
  );
}

function Box({ checked }: { checked: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'inline-flex size-4 shrink-0 items-center justify-center rounded-mark border',
        checked ? 'border-accent bg-accent text-on-accent' : 'border-control bg-raised',
      )}
    >
      {checked && <Check className="size-3" strokeWidth={3} />}
    </span>
  );
}
