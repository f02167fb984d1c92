import type { Field } from '../records/field.ts';
import { isSetValued } from '../records/field.ts';
import type { RecordType } from '../records/record-type.ts';
import type { Registry } from '../registry.ts';
import type { Source, ValueKind, ValueSource } from './bound-filter.ts';
import { type Checked, invalid, nearest, valid } from './filter-problem.ts';

/** A source with the field behind it, where it is one: its options help to check values. */
export interface NamedSource {
  readonly source: Source;
  readonly field?: Field;
}

interface Named {
  readonly value: ValueSource;
  readonly target?: string;
  readonly field?: Field;
}

const BUILT_IN: Readonly<Record<string, Named>> = {
  id: { value: { from: 'record', name: 'id', kind: 'id' } },
  type: { value: { from: 'record', name: 'type', kind: 'text' } },
  createdAt: { value: { from: 'record', name: 'createdAt', kind: 'instant' } },
  updatedAt: { value: { from: 'record', name: 'updatedAt', kind: 'instant' } },
  createdBy: { value: { from: 'record', name: 'createdBy', kind: 'id' }, target: 'person' },
  updatedBy: { value: { from: 'record', name: 'updatedBy', kind: 'id' }, target: 'person' },
  deleted: { value: { from: 'record', name: 'deleted', kind: 'boolean' } },
};
const KEY: Named = { value: { from: 'record', name: 'key', kind: 'text' } };

/** Finds what a name such as `status`, `due` or `project.key` means for a record type. */
export function bindSource(name: string, type: RecordType, registry: Registry): Checked<NamedSource> {
  const dot = name.indexOf('.');
  if (dot < 0) {
    const own = find(name, type);
    return own ? valid(named(own)) : unknown(name, type);
  }
  const [first, second] = [name.slice(0, dot), name.slice(dot + 1)];
  const relation = find(first, type);
  if (!relation) return unknown(first, type);
  const target = relation.target === undefined ? undefined : registry.types.get(relation.target);
  if (!target)
    return invalid(`"${first.slice(0, 40)}" does not point at records of one type, so no "." can follow.`);
  const there = find(second, target);
  if (!there) return unknown(second, target, `${first}.`);
  const through = { value: relation.value, target: target.name };
  return valid({ source: { value: there.value, through }, ...(there.field && { field: there.field }) });
}

function named(found: Named): NamedSource {
  return { source: { value: found.value }, ...(found.field && { field: found.field }) };
}

/** By its exact name first; then whatever the case, in the singular for sets, and without `Date` for days. */
function find(name: string, type: RecordType): Named | undefined {
  const exact = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
  if (exact) return ofField(name, exact);
  if (Object.hasOwn(BUILT_IN, name)) return BUILT_IN[name];
  if (name === 'key' && hasKey(type)) return KEY;
  const lower = name.toLowerCase();
  for (const [candidate, field] of Object.entries(type.fields)) {
    const spelled = candidate.toLowerCase();
    const singular = isSetValued(field) && spelled === `${lower}s`;
    const day = field.kind === 'date' && spelled === `${lower}date`;
    if (spelled === lower || singular || day) return ofField(candidate, field);
  }
  const builtIn = Object.keys(BUILT_IN).find((candidate) => candidate.toLowerCase() === lower);
  return builtIn === undefined ? undefined : BUILT_IN[builtIn];
}

function hasKey(type: RecordType): boolean {
  return type.fields.project?.target === 'project' && type.fields.number?.kind === 'number';
}

function ofField(name: string, field: Field): Named {
  const kind = kindOf(field);
  const target = field.kind === 'user' ? 'person' : field.target;
  const options = field.kind === 'select' ? field.options?.map((option) => option.value) : undefined;
  const value: ValueSource = {
    from: 'field',
    name,
    kind,
    ...(field.kind === 'money' && { inner: 'amount' }),
    ...(options && options.length > 0 && { order: options }),
  };
  const points = kind === 'id' || (kind === 'set' && (field.kind === 'user' || field.kind === 'relation'));
  return { value, field, ...(points && target !== undefined && { target }) };
}

function kindOf(field: Field): ValueKind {
  if (field.kind === 'json' || field.kind === 'attachment' || field.kind === 'document') return 'opaque';
  if (isSetValued(field)) return 'set';
  switch (field.kind) {
    case 'number':
    case 'money':
    case 'duration':
      return 'number';
    case 'date':
      return 'day';
    case 'dateTime':
      return 'instant';
    case 'boolean':
      return 'boolean';
    case 'user':
    case 'relation':
      return 'id';
    default:
      return 'text';
  }
}

function unknown(name: string, type: RecordType, prefix = ''): Checked<never> {
  const known = [...Object.keys(type.fields), ...Object.keys(BUILT_IN), ...(hasKey(type) ? ['key'] : [])];
  const near = nearest(name, known);
  return {
    ok: false,
    problem: {
      code: 'UNKNOWN_FIELD',
      message: `A ${type.label.toLowerCase()} has no field "${name.slice(0, 40)}".`,
      ...(near !== undefined && { suggestion: `${prefix}${near}` }),
    },
  };
}
