import { CircleUser, Funnel, Plus, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { classNames } from '../../design/class-names.ts';
import { Menu } from '../../design/menu.tsx';
import { Picker } from '../../design/picker.tsx';
import {
  CHIP_FIELDS,
  type ChipField,
  chipsOf,
  ME,
  NONE,
  valuesOf,
  withoutChip,
  withValues,
} from './filter-chips.ts';
import { FIELD_ICONS, FIELD_NAMES, filterOptions } from './filter-options.tsx';
import { FilterSearch } from './filter-search.tsx';
import { useWorkView } from './work-view-context.ts';

export interface FilterBarProps {
  filter: string;
  onFilter: (filter: string) => void;
  /** Why the filter in the URL does not work. */
  problem: string | undefined;
  shown: number;
  total: number;
}

const chipStyle =
  'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-control border border-line bg-raised px-2 text-12 text-ink-muted transition-colors hover:bg-hover data-[state=open]:bg-hover [&_svg]:size-3.5 [&_svg]:shrink-0';

/** Chips that write the filter into the URL; what they cannot show stays there as text. */
export function FilterBar({ filter, onFilter, problem, shown, total }: FilterBarProps) {
  const [adding, setAdding] = useState<ChipField>();
  const chips = chipsOf(filter);
  const present = new Set(chips?.flatMap((chip) => (chip.kind === 'field' ? [chip.field] : [])));
  const mine = valuesOf(filter, 'assignees');
  const onlyMine = mine.length === 1 && mine[0] === ME;
  // "Mine" says it already.
  const hidden = (field: ChipField) => field === 'assignees' && onlyMine && adding !== field;
  const fields = CHIP_FIELDS.filter((field) => (present.has(field) || field === adding) && !hidden(field));
  return (
    <>
      <FilterSearch filter={filter} onFilter={onFilter} />
      <button
        type="button"
        aria-pressed={onlyMine}
        className={classNames(
          chipStyle,
          'aria-pressed:border-accent-line aria-pressed:bg-accent-wash aria-pressed:text-accent-ink',
        )}
        onClick={() => onFilter(withValues(filter, 'assignees', onlyMine ? [] : [ME]))}
      >
        <CircleUser aria-hidden="true" />
        Mine
      </button>
      {fields.map((field) => (
        <FieldChipPicker
          key={field}
          field={field}
          filter={filter}
          onFilter={onFilter}
          open={adding === field}
          onOpenChange={(open) => setAdding(open ? field : undefined)}
        />
      ))}
      {chips
        ?.filter((chip) => chip.kind === 'text')
        .map((chip) => (
          <span key={chip.text} className={classNames(chipStyle, 'max-w-80 pr-1 font-mono text-11')}>
            <span className="truncate">{chip.text}</span>
            <RemoveButton label={`Remove ${chip.text}`} onPress={() => onFilter(withoutChip(filter, chip))} />
          </span>
        ))}
      <Menu
        items={CHIP_FIELDS.map((field) => ({
          label: FIELD_NAMES[field],
          icon: FIELD_ICONS[field],
          disabled: present.has(field) && !hidden(field),
          // The picker opens once the menu has gone and given the focus back.
          run: () => setTimeout(() => setAdding(field)),
        }))}
      >
        <Button
          variant="ghost"
          size="small"
          icon={fields.length > 0 ? <Plus /> : <Funnel />}
          aria-label="Add a filter"
        >
          {fields.length > 0 ? '' : 'Filter'}
        </Button>
      </Menu>
      {problem && (
        <span role="alert" className="text-12 text-late">
          This filter does not work, so nothing is filtered. {problem}
        </span>
      )}
      {filter !== '' && (
        <span className="ml-auto flex items-center gap-2 text-12 text-ink-faint">
          <output aria-label="Shown">
            {shown} of {total}
          </output>
          <Button variant="ghost" size="small" onClick={() => onFilter('')}>
            Clear
          </Button>
        </span>
      )}
    </>
  );
}

function FieldChipPicker({
  field,
  filter,
  onFilter,
  open,
  onOpenChange,
}: Pick<FilterBarProps, 'filter' | 'onFilter'> & {
  field: ChipField;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const view = useWorkView();
  const options = useMemo(() => filterOptions(field, view), [field, view]);
  const values = valuesOf(filter, field);
  const names = values.map((value) => options.find((option) => option.value === value)?.label ?? '…');
  const words = names.length > 2 ? `${names.length} chosen` : names.join(' or ');
  return (
    <span className="inline-flex max-w-full shrink-0">
      <Picker
        multiple
        label={FIELD_NAMES[field]}
        items={options}
        value={values}
        onChange={(next, { added }) =>
          onFilter(withValues(filter, field, added === NONE ? [NONE] : next.filter((id) => id !== NONE)))
        }
        open={open}
        onOpenChange={onOpenChange}
        trigger={
          <button type="button" className={classNames(chipStyle, 'min-w-0 rounded-r-none border-r-0 pr-1')}>
            {FIELD_ICONS[field]}
            <span>{FIELD_NAMES[field]}</span>
            <span className="max-w-48 truncate font-medium text-ink">{words || 'any'}</span>
          </button>
        }
      />
      <span className="inline-flex h-7 items-center rounded-r-control border border-l-0 border-line bg-raised pr-1">
        <RemoveButton
          label={`Remove the ${FIELD_NAMES[field].toLowerCase()} filter`}
          onPress={() => {
            onOpenChange(false);
            onFilter(withValues(filter, field, []));
          }}
        />
      </span>
    </span>
  );
}

function RemoveButton({ label, onPress }: { label: string; onPress: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onPress}
      className="inline-flex size-5 shrink-0 items-center justify-center rounded-mark text-ink-faint hover:bg-hover hover:text-ink"
    >
      <X className="size-3.5" aria-hidden="true" />
    </button>
  );
}
