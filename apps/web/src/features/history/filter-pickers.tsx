import { builtIn } from '@atrium/model';
import { CalendarDays, Filter, Route, UserRound, X } from 'lucide-react';
import { useMemo } from 'react';
import { Avatar } from '../../design/avatar.tsx';
import { Button } from '../../design/button.tsx';
import { DatePicker } from '../../design/date-picker.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { Picker } from '../../design/picker.tsx';
import { PickerButton } from '../../design/picker-button.tsx';
import { useEveryone } from '../../workspace/use-people.ts';
import type { HistorySearch, Way } from './history-search.ts';
import { WAY_NAMES } from './history-words.ts';

export interface FilterPickersProps {
  search: HistorySearch;
  onChange: (search: HistorySearch) => void;
  /** Record types whose fields can be chosen; all of them unless told. */
  types?: readonly string[];
}

const ANY = '';
const dayWords = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });

/** What a history is narrowed to; all of it stands in the address. */
export function FilterPickers({ search, onChange, types }: FilterPickersProps) {
  const everyone = useEveryone();
  const people = useMemo(() => [...new Set(everyone.values())], [everyone]);
  const fields = useMemo(() => fieldChoices(types), [types]);
  const set = (change: HistorySearch) => onChange({ ...search, ...change });
  const person = search.person === undefined ? undefined : everyone.get(search.person);
  const field = fields.find(({ value }) => value === search.field)?.label;
  const way = search.via && WAY_NAMES[search.via];
  const narrowed = [search.person, search.via, search.field, search.from, search.to, search.cause].some(
    (value) => value !== undefined,
  );
  return (
    <fieldset
      aria-label="Filters"
      className="flex min-w-0 flex-1 items-center gap-1 max-wide:overflow-x-auto max-wide:[scrollbar-width:none] [&>*]:shrink-0"
    >
      <Picker
        label="Person"
        value={search.person ?? ANY}
        items={[
          { value: ANY, label: 'Anyone' },
          ...people.map(({ id, name, placeholder }) => ({
            value: id,
            label: name,
            icon: <Avatar person={{ id, name }} placeholder={placeholder} />,
          })),
        ]}
        onChange={(value) => set({ person: value || undefined })}
        trigger={
          <PickerButton
            icon={<UserRound />}
            placeholder="Anyone"
            aria-label={`Person: ${person?.name ?? 'anyone'}`}
          >
            {person?.name}
          </PickerButton>
        }
      />
      <Picker
        label="Field"
        value={search.field ?? ANY}
        items={[{ value: ANY, label: 'Any field' }, ...fields]}
        onChange={(value) => set({ field: value || undefined })}
        trigger={
          <PickerButton icon={<Filter />} placeholder="Any field" aria-label={`Field: ${field ?? 'any'}`}>
            {field}
          </PickerButton>
        }
      />
      <Picker<Way | ''>
        label="Through what"
        value={search.via ?? ANY}
        items={[
          { value: ANY, label: 'Any way' },
          ...(Object.entries(WAY_NAMES) as [Way, string][]).map(([value, label]) => ({ value, label })),
        ]}
        onChange={(value) => set({ via: value || undefined })}
        trigger={
          <PickerButton
            icon={<Route />}
            placeholder="Any way"
            aria-label={`Through what: ${way ?? 'anything'}`}
          >
            {way}
          </PickerButton>
        }
      />
      <Day label="From" value={search.from} onChange={(from) => set({ from })} />
      <Day label="To" value={search.to} onChange={(to) => set({ to })} />
      {search.cause !== undefined && (
        <Button variant="ghost" size="small" onClick={() => set({ cause: undefined })}>
          Only one import or bulk change <X />
        </Button>
      )}
      {narrowed && (
        <IconButton label="Show all changes" icon={<X />} onClick={() => onChange({ show: search.show })} />
      )}
    </fieldset>
  );
}

function Day({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange: (day: string | undefined) => void;
}) {
  return (
    <DatePicker
      label={label}
      value={value}
      onChange={onChange}
      trigger={
        <PickerButton
          icon={<CalendarDays />}
          placeholder={label}
          aria-label={value ? `${label} ${value}` : label}
        >
          {value && `${label} ${dayWords.format(new Date(`${value}T00:00:00`))}`}
        </PickerButton>
      }
    />
  );
}

/** Fields of several types that are called the same are one choice. */
function fieldChoices(types: readonly string[] | undefined) {
  const choices = new Map<string, { value: string; label: string }>();
  for (const [name, { fields }] of builtIn.types) {
    if (types && !types.includes(name)) continue;
    for (const [field, { label, derived }] of Object.entries(fields)) {
      if (!derived && !choices.has(field)) choices.set(field, { value: field, label });
    }
  }
  return [...choices.values()].sort((a, b) => a.label.localeCompare(b.label));
}
