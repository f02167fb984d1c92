import type { Filter, FilterValue, RecordType, Registry, SortKey } from '@atrium/model';
import { type Json, type JsonObject, newId, type RecordState, type TenantId } from '@atrium/protocol';
import fc from 'fast-check';
import type { Tx } from '../database/tx.ts';

/** Record types and records, as hostile as they come, for the tests that hold SQL and memory together. */
const nowhere = () => ({ workspace: true, projectId: null, subjectId: null });
const title = () => '';
const person: RecordType = {
  name: 'person',
  label: 'Person',
  plural: 'People',
  fields: { name: { kind: 'text', label: 'Name' }, active: { kind: 'boolean', label: 'Active' } },
  place: nowhere,
  title,
};
const project: RecordType = {
  name: 'project',
  label: 'Project',
  plural: 'Projects',
  fields: {
    key: { kind: 'text', label: 'Key' },
    visibility: { kind: 'select', label: 'Visibility' },
    members: { kind: 'json', label: 'Members' },
  },
  place: (id) => ({ workspace: true, projectId: id, subjectId: null }),
  title,
};
const task: RecordType = {
  name: 'task',
  label: 'Task',
  plural: 'Tasks',
  fields: {
    title: { kind: 'text', label: 'Title' },
    notes: { kind: 'longText', label: 'Notes' },
    number: { kind: 'number', label: 'Number' },
    value: { kind: 'money', label: 'Value' },
    priority: {
      kind: 'select',
      label: 'Priority',
      options: ['none', 'low', 'high'].map((value) => ({ value, label: value })),
    },
    assignees: { kind: 'user', label: 'Assignees', many: true },
    reporter: { kind: 'user', label: 'Reporter' },
    dueDate: { kind: 'date', label: 'Due date' },
    seenAt: { kind: 'dateTime', label: 'Seen at' },
    urgent: { kind: 'boolean', label: 'Urgent' },
    tags: { kind: 'multiSelect', label: 'Tags' },
    extra: { kind: 'json', label: 'Extra' },
    "it's": { kind: 'text', label: 'Quote' },
    project: { kind: 'relation', label: 'Project', target: 'project' },
    parent: { kind: 'relation', label: 'Parent', target: 'task' },
  },
  place: (_id, fields) => ({ workspace: false, projectId: projectIdOf(fields), subjectId: null }),
  title,
};
export const sampleRegistry: Registry = {
  types: new Map([person, project, task].map((type) => [type.name, type])),
  commands: new Map(),
};
export const taskType = task;

export const PEOPLE = Array.from({ length: 3 }, () => newId());
export const PROJECTS = Array.from({ length: 5 }, () => newId());
const TASKS = Array.from({ length: 60 }, () => newId());

const TEXTS = [
  '',
  'a',
  'A',
  'Ärger',
  'ärger',
  'STRASSE',
  'straße',
  'ΟΔΟΣ',
  'İstanbul',
  '😀',
  '\uffee',
  '12',
  '1e400',
  "'; DROP TABLE records; --",
  '%_\\',
  '$1',
  '2026-01-31',
  '2026-01-31T12:00:00.000Z',
  'null',
  'true',
  'NaN',
];
const NUMBERS = [0, -0, 1, -1, 12, 0.1, 0.2, 1e21, -1e300, 5e-324, 2 ** 53, 2 ** 53 - 1];
const MOMENTS = ['2026-01-31T00:00:00.000Z', '2026-01-31T23:59:59.999Z', '2026-02-01T00:00:00.000Z'];
const DAYS = ['2026-01-30', '2026-01-31', '2026-02-01', '9999-12-31', '0001-01-01'];

const anyText = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ maxLength: 6 }).map(clean));
const anyJson: fc.Arbitrary<Json> = fc.oneof(
  anyText,
  fc.constantFrom(...NUMBERS),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom<Json>([], {}, ['a', 1, null, ['b']], { amount: '3' }, { a: { b: 'c' } }),
);

function mostly(value: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: anyJson });
}

const taskFields: fc.Arbitrary<JsonObject> = fc.record(
  {
    title: mostly(anyText),
    notes: mostly(anyText),
    number: mostly(fc.constantFrom(...NUMBERS)),
    value: mostly(fc.record({ amount: mostly(fc.constantFrom(...NUMBERS)), currency: anyText })),
    priority: mostly(fc.constantFrom('none', 'low', 'high', 'gone')),
    assignees: mostly(fc.subarray([...PEOPLE, 'nobody'])),
    reporter: mostly(fc.constantFrom(...PEOPLE, PEOPLE[0]?.toUpperCase() ?? '')),
    dueDate: mostly(fc.constantFrom(...DAYS)),
    seenAt: mostly(fc.constantFrom(...MOMENTS, ...DAYS)),
    urgent: mostly(fc.boolean()),
    tags: mostly(fc.array(anyText, { maxLength: 3 })),
    extra: anyJson,
    "it's": mostly(anyText),
    project: fc.constantFrom(...PROJECTS),
    parent: mostly(fc.constantFrom(...TASKS)),
  },
  { requiredKeys: [] },
);

export const records: fc.Arbitrary<RecordState[]> = fc
  .tuple(
    fc.tuple(
      ...PEOPLE.map((id) =>
        stateOf(
          'person',
          id,
          fc.record({ name: anyText, active: mostly(fc.boolean()) }, { requiredKeys: [] }),
        ),
      ),
    ),
    fc.tuple(
      ...PROJECTS.map((id) =>
        stateOf(
          'project',
          id,
          fc.record(
            {
              key: mostly(fc.constantFrom('ATR', 'B2', 'B2-', 'ä')),
              visibility: mostly(fc.constantFrom('workspace', 'private')),
              members: mostly(
                fc.dictionary(
                  fc.constantFrom(...PEOPLE),
                  fc.constantFrom<Json>('lead', 'member', 'viewer', 'boss', null, 3),
                ),
              ),
            },
            { requiredKeys: [] },
          ),
        ),
      ),
    ),
    fc.tuple(...TASKS.map((id) => stateOf('task', id, taskFields))),
  )
  .map(([people, projects, tasks]) => [...people, ...projects, ...tasks]);

function stateOf(type: string, id: string, fields: fc.Arbitrary<JsonObject>): fc.Arbitrary<RecordState> {
  return fc.record({
    id: fc.constant(id),
    type: fc.constant(type),
    version: fc.constant(1),
    fields: fields.map((given) => JSON.parse(JSON.stringify(given))),
    fieldVersions: fc.constant({}),
    createdAt: fc.constantFrom(...MOMENTS),
    createdBy: fc.constantFrom(...PEOPLE),
    updatedAt: fc.constantFrom(...MOMENTS),
    updatedBy: fc.constantFrom(...PEOPLE),
    deletedAt: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, fc.constantFrom(...MOMENTS)),
  });
}

const textValue = anyText.map((value): FilterValue => value);
const numberValue = fc.constantFrom<FilterValue>(...NUMBERS.map((number) => number + 0));
const idValue = fc.constantFrom<FilterValue>(...PEOPLE, ...TASKS.slice(0, 3));
const personValue = fc.oneof(idValue, fc.constant<FilterValue>({ me: true }));
const dayValue = fc.constantFrom<FilterValue>(...DAYS, { today: 0 }, { today: -1 }, { today: 30_000 });
const momentValue = fc.oneof(dayValue, fc.constantFrom<FilterValue>(...MOMENTS));
const ORDERED = ['=', '!=', '<', '<=', '>', '>='] as const;

function conditions(
  fields: readonly string[],
  value: fc.Arbitrary<FilterValue>,
  ops: readonly ('=' | '!=' | '<' | '<=' | '>' | '>=' | 'contains')[],
  listOps: readonly ('in' | 'not in' | 'has any' | 'has all')[],
): fc.Arbitrary<Filter> {
  const field = fc.constantFrom(...fields);
  const list = fc.array(value, { minLength: 1, maxLength: 3 });
  const empty = fc.record({ field, op: fc.constantFrom('is empty' as const, 'is not empty' as const) });
  const one = fc.record({ field, op: fc.constantFrom(...ops), value });
  if (listOps.length === 0) return fc.oneof(empty, one);
  return fc.oneof(empty, one, fc.record({ field, op: fc.constantFrom(...listOps), value: list }));
}

const IN = ['in', 'not in'] as const;
const SETS = ['in', 'not in', 'has any', 'has all'] as const;
const condition = fc.oneof(
  conditions(
    ['title', 'notes', "it's", 'project.key', 'parent.title', 'assignees.name', 'createdBy.name'],
    textValue,
    [...ORDERED, 'contains'],
    IN,
  ),
  conditions(
    ['key', 'parent.key'],
    fc.constantFrom<FilterValue>(
      'ATR-12',
      'ATR-1',
      'B2--1',
      'ä-0',
      'B2-',
      '-1',
      'ATR-9007199254740991',
      'ATR-01',
      'A-1',
    ),
    [...ORDERED, 'contains'],
    IN,
  ),
  conditions(['number', 'value', 'parent.number'], numberValue, ORDERED, IN),
  conditions(['priority'], fc.constantFrom<FilterValue>('none', 'low', 'high'), ORDERED, IN),
  conditions(['assignees', 'parent.assignees'], personValue, ['=', '!='], SETS),
  conditions(['reporter', 'createdBy', 'updatedBy'], personValue, ['=', '!='], IN),
  conditions(['id', 'parent', 'parent.id'], idValue, ['=', '!='], IN),
  conditions(['tags', 'parent.tags'], textValue, ['=', '!='], SETS),
  conditions(['dueDate', 'parent.dueDate'], dayValue, ORDERED, IN),
  conditions(['seenAt', 'createdAt', 'updatedAt', 'parent.createdAt'], momentValue, ORDERED, IN),
  conditions(['urgent', 'deleted', 'reporter.active'], fc.boolean(), ['=', '!='], []),
  fc.record({
    field: fc.constantFrom('extra', 'project.members'),
    op: fc.constantFrom('is empty' as const, 'is not empty' as const),
  }),
);

export const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    condition,
    fc.array(tie('filter'), { maxLength: 3 }).map((and) => ({ and })),
    fc.array(tie('filter'), { maxLength: 3 }).map((or) => ({ or })),
    tie('filter').map((not) => ({ not })),
  ),
}));

export const sort: fc.Arbitrary<SortKey[]> = fc.array(
  fc.record(
    {
      field: fc.constantFrom(
        ...['title', 'number', 'value', 'priority', 'reporter', 'dueDate', 'seenAt', 'urgent', "it's"],
        ...['createdAt', 'updatedAt', 'createdBy', 'id', 'deleted', 'type'],
      ),
      direction: fc.constantFrom('asc' as const, 'desc' as const),
      absent: fc.constantFrom('first' as const, 'last' as const),
    },
    { requiredKeys: ['field'] },
  ),
  { maxLength: 3 },
);

export function projectIdOf(fields: JsonObject): string | null {
  return typeof fields.project === 'string' ? fields.project : null;
}

export async function storeRecords(
  tx: Tx,
  tenantId: TenantId,
  states: readonly RecordState[],
): Promise<void> {
  await tx.query(
    `INSERT INTO records (tenant_id, id, type, version, fields, field_versions, created_at, created_by,
       updated_at, updated_by, deleted_at, project_id)
     SELECT $1, id, type, version, fields, '{}', "createdAt", "createdBy", "updatedAt", "updatedBy", "deletedAt",
       "projectId"
     FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, type text, version bigint, fields jsonb, "createdAt" timestamptz,
       "createdBy" uuid, "updatedAt" timestamptz, "updatedBy" uuid, "deletedAt" timestamptz, "projectId" uuid)`,
    [
      tenantId,
      JSON.stringify(
        states.map((state) => ({
          ...state,
          projectId: sampleRegistry.types.get(state.type)?.place(state.id, state.fields).projectId ?? null,
        })),
      ),
    ],
  );
}

function clean(text: string): string {
  return text.replaceAll('\u0000', '');
}
