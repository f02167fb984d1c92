import type {
  Actor,
  ActorVia,
  Command,
  EventDraft,
  Instant,
  Origin,
  RecordEvent,
  RecordId,
  RecordState,
  Refusal,
} from '@atrium/protocol';
import { derivedId } from '@atrium/protocol';
import type { CommandDraft } from '../commands/command-definition.ts';
import { withBaseValues } from '../commands/conflicts.ts';
import { decide } from '../commands/decide.ts';
import { fieldHolds } from '../commands/overlay.ts';
import type { RecordReader } from '../commands/record-reader.ts';
import { isRefusal } from '../commands/refuse.ts';
import { createPerson } from '../people/person-commands.ts';
import { createProject } from '../projects/project-commands.ts';
import { evolve } from '../records/evolve.ts';
import { keysOf } from '../records/place-of.ts';
import type { Registry } from '../registry.ts';
import { builtIn } from '../registry.ts';
import { createWorkItem } from '../work-items/work-item-commands.ts';
import { createWorkspace } from '../workspace/workspace.ts';

export interface SendOptions {
  /** The person who acts; the owner unless told. */
  readonly as?: RecordId;
  readonly via?: ActorVia;
  readonly cause?: string;
  readonly origin?: Origin;
  readonly ownVersions?: readonly number[];
}

export type Sent =
  | { readonly ok: true; readonly commandId: string; readonly events: RecordEvent[] }
  | { readonly ok: false; readonly commandId: string; readonly refusal: Refusal };

/** A whole tenant in memory, with a clock and ids that count up: the same calls give the same log. */
export interface World {
  readonly tenantId: RecordId;
  readonly owner: RecordId;
  readonly records: ReadonlyMap<RecordId, RecordState>;
  readonly log: readonly RecordEvent[];
  readonly read: RecordReader;
  newId(): string;
  send(draft: CommandDraft, options?: SendOptions): Sent;
  /** Sends and throws where the command is refused. Gives the command's own record. */
  run(draft: CommandDraft, options?: SendOptions): RecordState;
  /** The refusal; throws where the command is done. */
  refused(draft: CommandDraft, options?: SendOptions): Refusal;
  get(id: RecordId): RecordState;
  person(fields: Partial<Parameters<typeof createPerson>[1]>): RecordState;
  project(fields?: Partial<Parameters<typeof createProject>[1]>): RecordState;
  item(project: RecordState, fields?: Partial<Parameters<typeof createWorkItem>[1]>): RecordState;
}

const ROOT = '00000000-0000-7000-8000-000000000000';

export function createWorld(registry: Registry = builtIn): World {
  const records = new Map<RecordId, RecordState>();
  const log: RecordEvent[] = [];
  const counters = new Map<string, number>();
  let made = 0;
  const newId = () => derivedId(ROOT, String(made++));
  const now = () => instant(log.length);
  const read = readerOf(records, log, counters, registry);
  const tenantId = newId();
  const owner = newId();

  const append = (draft: EventDraft, command: Command, actor: Actor, at: Instant) => {
    const before = records.get(draft.recordId);
    const event: RecordEvent = {
      ...draft,
      position: log.length + 1,
      id: newId(),
      version: (before?.version ?? 0) + 1,
      actor,
      at,
      commandId: command.id,
      ...(command.cause !== undefined && { cause: command.cause }),
      ...(command.origin && { origin: command.origin }),
    };
    records.set(draft.recordId, evolve(before, event));
    log.push(event);
    return event;
  };

  const send = (draft: CommandDraft, options: SendOptions = {}): Sent => {
    const { as, via = 'web', ...rest } = options;
    const at = now();
    const command: Command = { id: newId(), issuedAt: at, ...draft, ...rest };
    const actor: Actor = { personId: as ?? (via === 'system' ? tenantId : owner), via };
    const decision = decide(command, { actor, now: at, read }, registry);
    if (isRefusal(decision)) {
      const since = log.filter((e) => e.recordId === draft.recordId && e.version > draft.baseVersion);
      return {
        ok: false,
        commandId: command.id,
        refusal: withBaseValues(decision, since, options.ownVersions),
      };
    }
    const events = decision.map((eventDraft) => append(eventDraft, command, actor, at));
    return { ok: true, commandId: command.id, events };
  };

  const run = (draft: CommandDraft, options?: SendOptions): RecordState => {
    const sent = send(draft, options);
    if (!sent.ok) throw new Error(`${draft.name}: ${sent.refusal.code} ${sent.refusal.message}`);
    return get(draft.recordId);
  };

  const refused = (draft: CommandDraft, options?: SendOptions): Refusal => {
    const sent = send(draft, options);
    if (sent.ok) throw new Error(`${draft.name} was done`);
    return sent.refusal;
  };

  const get = (id: RecordId): RecordState => {
    const record = records.get(id);
    if (!record) throw new Error(`No record ${id}`);
    return record;
  };

  run(createWorkspace(tenantId, { name: 'Testing' }), { via: 'system' });
  run(createPerson(owner, { name: 'Olga Owner', role: 'owner' }), { via: 'system' });

  return {
    tenantId,
    owner,
    records,
    log,
    read,
    newId,
    send,
    run,
    refused,
    get,
    person: (fields) => run(createPerson(newId(), { name: 'Paula', ...fields }), { via: 'system' }),
    project: (fields) => run(createProject(newId(), { key: 'ATR', name: 'Atrium', ...fields })),
    item: (project, fields) =>
      run(createWorkItem(newId(), { project: project.id, title: 'Something to do', ...fields })),
  };
}

/** One second for each event so far. */
function instant(seconds: number): Instant {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const time = `${two((seconds / 3600) % 24)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `2026-01-${two(1 + seconds / 86_400)}T${time}.000Z`;
}

function readerOf(
  records: ReadonlyMap<RecordId, RecordState>,
  log: readonly RecordEvent[],
  counters: Map<string, number>,
  registry: Registry,
): RecordReader {
  const live = () => [...records.values()].filter(({ deletedAt }) => deletedAt === null);
  return {
    get: (id) => records.get(id),
    find: (key) => live().find((record) => keysOf(record, registry).includes(key))?.id,
    referrers: (type, field, value) =>
      live().filter((record) => record.type === type && fieldHolds(record.fields[field], value)),
    eventsOf: (commandId) => log.filter((event) => event.commandId === commandId),
    stateAt: (id, version) => {
      const events = log.filter((event) => event.recordId === id && event.version <= version);
      const state = events.reduce<RecordState | undefined>(evolve, undefined);
      return state?.version === version ? state : undefined;
    },
    nextNumber: (counter) => {
      const next = (counters.get(counter) ?? 0) + 1;
      counters.set(counter, next);
      return next;
    },
  };
}
