import {
  type Condition,
  type Filter,
  type FilterValue,
  PRIORITIES,
  parseFilter,
  parseWorkItemKey,
  printFilter,
  WORK_ITEM_TYPES,
} from '@atrium/model';

/** The fields that have a picker; everything else in a filter is shown as the text it is. */
export const CHIP_FIELDS = ['status', 'assignees', 'priority', 'labels', 'type'] as const;
export type ChipField = (typeof CHIP_FIELDS)[number];

/** Stands for the person who asks, in a list of people. */
export const ME = 'me';
/** Stands for "not set"; it never stands beside others. */
export const NONE = 'none-set';

export interface FieldChip {
  readonly kind: 'field';
  readonly field: ChipField;
  readonly values: readonly string[];
}

export interface TextChip {
  readonly kind: 'text';
  readonly text: string;
}

export type FilterChip = FieldChip | TextChip;

/** What a filter asks, part by part; undefined where the text is no filter. */
export function chipsOf(text: string): FilterChip[] | undefined {
  const parts = partsOf(text);
  return parts
    ?.filter((part) => searchOf(part) === undefined)
    .map((part) => fieldChip(part) ?? { kind: 'text', text: printFilter(part) });
}

/** The filter with the values of one field replaced; no values take the field out. */
export function withValues(text: string, field: ChipField, values: readonly string[]): string {
  const parts = (partsOf(text) ?? []).slice();
  const at = parts.findIndex((part) => fieldChip(part)?.field === field);
  const condition = conditionFor(field, values);
  if (at < 0) return joined(condition ? [...parts, condition] : parts);
  return joined(parts.toSpliced(at, 1, ...(condition ? [condition] : [])));
}

export function withoutChip(text: string, chip: FilterChip): string {
  if (chip.kind === 'field') return withValues(text, chip.field, []);
  return joined((partsOf(text) ?? []).filter((part) => printFilter(part) !== chip.text));
}

export function valuesOf(text: string, field: ChipField): readonly string[] {
  const chip = chipsOf(text)?.find((each) => each.kind === 'field' && each.field === field);
  return chip?.kind === 'field' ? chip.values : [];
}

/** The words looked for in titles, or the key looked for. */
export function searchWords(text: string): string {
  for (const part of partsOf(text) ?? []) {
    const words = searchOf(part);
    if (words !== undefined) return words;
  }
  return '';
}

export function withSearchWords(text: string, words: string): string {
  const parts = (partsOf(text) ?? []).filter((part) => searchOf(part) === undefined);
  const trimmed = words.trim();
  if (!trimmed) return joined(parts);
  const key = parseWorkItemKey(trimmed);
  const condition: Condition = key
    ? { field: 'key', op: '=', value: `${key.key}-${key.number}` }
    : { field: 'title', op: 'contains', value: trimmed };
  return joined([...parts, condition]);
}

/** What a new item needs to pass the filter, as far as its chips say. */
export function valuesToPass(text: string, me: string) {
  const [priority] = valuesOf(text, 'priority');
  const [type] = valuesOf(text, 'type');
  const label = valuesOf(text, 'labels').find((value) => value !== NONE);
  const person = valuesOf(text, 'assignees').find((value) => value !== NONE);
  return {
    priority: PRIORITIES.find((each) => each === priority),
    type: WORK_ITEM_TYPES.find((each) => each === type),
    labels: label === undefined ? undefined : [label],
    assignees: person === undefined ? undefined : [person === ME ? me : person],
  };
}

function joined(parts: readonly Filter[]): string {
  return printFilter({ and: parts });
}

function partsOf(text: string): readonly Filter[] | undefined {
  const parsed = parseFilter(text);
  if (!parsed.ok) return undefined;
  const { filter } = parsed.value;
  return 'and' in filter ? filter.and : [filter];
}

function fieldChip(part: Filter): FieldChip | undefined {
  if (!('field' in part)) return undefined;
  const field = CHIP_FIELDS.find((known) => known === part.field || known === `${part.field}s`);
  const values = valuesIn(part);
  return field && values ? { kind: 'field', field, values } : undefined;
}

function valuesIn(condition: Condition): string[] | undefined {
  switch (condition.op) {
    case 'is empty':
      return [NONE];
    case '=':
      return [wordOf(condition.value)];
    case 'in':
    case 'has any':
      return condition.value.map(wordOf);
    default:
      return undefined;
  }
}

function wordOf(value: FilterValue): string {
  return typeof value === 'object' ? ME : String(value);
}

function conditionFor(field: ChipField, values: readonly string[]): Condition | undefined {
  if (values.length === 0) return undefined;
  if (values.at(-1) === NONE) return { field, op: 'is empty' };
  const chosen = values
    .filter((value) => value !== NONE)
    .map((value): FilterValue => (field === 'assignees' && value === ME ? { me: true } : value));
  const [only] = chosen;
  if (field === 'assignees' || field === 'labels') return { field, op: 'has any', value: chosen };
  return chosen.length === 1 && only !== undefined
    ? { field, op: '=', value: only }
    : { field, op: 'in', value: chosen };
}

function searchOf(part: Filter): string | undefined {
  if (!('field' in part)) return undefined;
  const asked =
    (part.field === 'title' && part.op === 'contains') || (part.field === 'key' && part.op === '=');
  return asked ? String(part.value) : undefined;
}
