import {
  type AnyCommandDefinition,
  builtIn,
  type DecideContext,
  type Decision,
  type RecordType,
  type Registry,
  refuse,
} from '@atrium/model';
import { type Actor, type Command, type JsonObject, newId, type RecordState } from '@atrium/protocol';

/** A record type whose rules do, in the simplest way, everything that a rule may do to the engine. */
const noteType: RecordType = {
  name: 'note',
  label: 'Note',
  plural: 'Notes',
  fields: {
    title: { kind: 'text', label: 'Title' },
    secret: { kind: 'text', label: 'Secret', personal: true },
    number: { kind: 'number', label: 'Number' },
    parent: { kind: 'relation', label: 'Parent', target: 'note' },
    next: { kind: 'relation', label: 'Next', target: 'note' },
    slug: { kind: 'text', label: 'Slug' },
    count: { kind: 'number', label: 'Count' },
  },
  place: (_id, { parent }) => ({
    workspace: true,
    projectId: null,
    subjectId: typeof parent === 'string' ? parent : null,
  }),
  keys: (_id, { slug }) => (typeof slug === 'string' ? [`note:${slug}`] : []),
  takenMessage: 'Another note has this slug.',
  title: (record) => String(record.fields.title ?? ''),
};

type Rule = (command: Command, context: DecideContext, record: RecordState | undefined) => Decision;

const rules: { readonly [name: string]: Rule } = {
  'note.create': (command, { read }, record) => {
    if (record) return refuse('ALREADY_EXISTS', 'There is such a note.');
    const number = read.nextNumber('notes') ?? 0;
    return [event(command, record, 'created', { ...command.input, number })];
  },
  'note.update': (command, _context, record) =>
    record ? [event(command, record, 'changed', command.input)] : refuse('NOT_FOUND', 'No such note.'),
  'note.increment': (command, _context, record) =>
    record
      ? [event(command, record, 'changed', { count: Number(record.fields.count ?? 0) + 1 })]
      : refuse('NOT_FOUND', 'No such note.'),
  'note.delete': (command, _context, record) => [event(command, record, 'deleted', {})],
  'note.restore': (command, _context, record) => [event(command, record, 'restored', {})],
  'note.countChildren': (command, { read }, record) => [
    event(command, record, 'changed', { count: read.referrers('note', 'parent', command.recordId).length }),
  ],
  'note.hasChild': (command, { read }, record) => [
    event(command, record, 'changed', {
      count: read.referrers('note', 'parent', command.recordId, { limit: 1 }).length,
    }),
  ],
  /** Walks along `next` to the end, one read after the other. */
  'note.walk': (command, { read }, record) => {
    let steps = 0;
    for (let at = record; at && typeof at.fields.next === 'string'; at = read.get(at.fields.next)) steps += 1;
    return [event(command, record, 'changed', { count: steps })];
  },
  'note.nothing': () => [],
  'note.throw': () => {
    throw new Error('A rule with a bug');
  },
  /** Passes every check of ours, and no database takes it. */
  'note.poison': (command, _context, record) => [event(command, record, 'changed', { title: '\u0000' })],
};

const commands = Object.entries(rules).map(
  ([name, rule]): AnyCommandDefinition => ({
    name,
    recordType: 'note',
    creates: name === 'note.create',
    run: (command, context) => rule(command, context, context.read.get(command.recordId)),
  }),
);

/** The built-in registry and notes. */
export const notes: Registry = {
  ...builtIn,
  types: new Map([...builtIn.types, [noteType.name, noteType]]),
  commands: new Map([...builtIn.commands, ...commands.map((command) => [command.name, command] as const)]),
};

export const SYSTEM: Actor = { personId: '0190a000-0000-7000-8000-000000000001', via: 'system' };

export function noteCommand(
  name: string,
  recordId: string,
  input: JsonObject = {},
  more: Partial<Command> = {},
): Command {
  return {
    id: newId(),
    name: `note.${name}`,
    recordId,
    baseVersion: 0,
    input,
    issuedAt: '2026-01-01T00:00:00.000Z',
    ...more,
  };
}

function event(
  { recordId }: Command,
  record: RecordState | undefined,
  change: 'created' | 'changed' | 'deleted' | 'restored',
  set: JsonObject,
) {
  const old: JsonObject = {};
  for (const field of Object.keys(set)) {
    const before = record?.fields[field];
    if (before !== undefined) old[field] = before;
  }
  return { recordId, recordType: 'note', name: `note.${change}`, change, patch: { set, unset: [], old } };
}
