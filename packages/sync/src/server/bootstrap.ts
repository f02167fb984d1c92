import {
  canRead,
  type IdRanges,
  type Member,
  memberOf,
  parseScope,
  placeOf,
  refuse,
  type Scope,
} from '@atrium/model';
import type { RecordState, Refusal, TenantId } from '@atrium/protocol';
import type { BootstrapEnd } from '../shared/bootstrap-lines.ts';
import type { Clock } from '../shared/clock.ts';
import { ScopeDigest } from '../shared/digest.ts';
import type { Counters } from './counters.ts';
import { readableNow } from './past-rights.ts';
import type { PastMoment, ScopePart, SyncEngine } from './sync-engine.ts';

/** Chunks of newline-delimited JSON (see `BootstrapLine`), or why there are none. */
export type Bootstrapped = AsyncIterable<string> | Refusal;

export interface BootstrapRequest {
  readonly tenantId: TenantId;
  readonly personId: string;
  readonly scope: string;
  /** A part of it: the records whose ids fall into these. */
  readonly ranges?: IdRanges | undefined;
  /** The scope as it was then, with the rights of now; whole, without ranges. */
  readonly at?: PastMoment | undefined;
}

interface BootstrapDeps {
  readonly engine: SyncEngine;
  readonly clock: Clock;
  readonly counters: Pick<Counters, 'rangesRepaired'>;
}

/** How long a look at the rights is good for while a slow reader takes the rest. */
const RECHECK_MS = 500;

/**
 * A scope's records as of one position. The view is taken first and the rights are read after it, so no row
 * is given out whose right was gone before; when they end on the way, the stream breaks off without an end.
 * Pulled by the reader: at most one batch is in memory.
 */
export async function bootstrap(deps: BootstrapDeps, request: BootstrapRequest): Promise<Bootstrapped> {
  const { engine, clock, counters } = deps;
  const scope = parseScope(request.scope);
  if (!scope) return notFound();
  const parts = partsOf(engine, request, scope)[Symbol.asyncIterator]();
  try {
    const first = await parts.next();
    if (first.done || first.value.kind !== 'position') throw new Error('The engine gave no position');
    const member = await readerOf(engine, request, scope);
    if (isRefused(member)) {
      await parts.return?.();
      return member;
    }
    counters.rangesRepaired += request.ranges?.wanted.length ?? 0;
    let checkedAt = clock.now();
    const memberNow = async (): Promise<Member | Refusal> => {
      if (clock.now() - checkedAt < RECHECK_MS) return member;
      checkedAt = clock.now();
      return readerOf(engine, request, scope);
    };
    const { tenantId } = request;
    const visible: Visible = (reader, records) =>
      request.at
        ? readableNow(engine, { tenantId, member: reader }, records)
        : records.filter((record) => maySee(reader, record));
    const stream = lines(parts, { memberNow, visible, position: first.value.position });
    // To its first stop: the `return` of a generator that was never started runs no `finally`, and a reader
    // who is gone before the first line would leave the view open.
    await stream.next();
    return stream;
  } catch (error) {
    await parts.return?.();
    throw error;
  }
}

function partsOf(
  engine: SyncEngine,
  { tenantId, ranges, at }: BootstrapRequest,
  scope: Scope,
): AsyncIterable<ScopePart> {
  if (!at) return engine.readScope(tenantId, scope, ranges);
  if (!engine.readScopeAt) throw new Error('This engine does not know the past');
  return engine.readScopeAt(tenantId, { scope, at });
}

type Visible = (
  member: Member,
  records: readonly RecordState[],
) => readonly RecordState[] | Promise<readonly RecordState[]>;

interface LinesOf {
  readonly memberNow: () => Promise<Member | Refusal>;
  readonly visible: Visible;
  readonly position: number;
}

async function* lines(
  parts: AsyncIterator<ScopePart>,
  { memberNow, visible, position }: LinesOf,
): AsyncGenerator<string> {
  const digest = new ScopeDigest();
  let count = 0;
  try {
    yield '';
    for (let part = await parts.next(); !part.done; part = await parts.next()) {
      if (part.value.kind !== 'records') continue;
      const member = await memberNow();
      if (isRefused(member)) return;
      let text = '';
      for (const record of await visible(member, part.value.records)) {
        text += `${JSON.stringify(record)}\n`;
        digest.add(record.id, record.version);
        count++;
      }
      if (text !== '') yield text;
    }
    const end: BootstrapEnd = { position, count, digest: digest.value() };
    yield `${JSON.stringify(end)}\n`;
  } finally {
    await parts.return?.();
  }
}

/** The member, if the scope as a whole may be read. */
export async function readerOf(
  engine: SyncEngine,
  { tenantId, personId }: Pick<BootstrapRequest, 'tenantId' | 'personId'>,
  scope: Scope,
): Promise<Member | Refusal> {
  const ids = scope.kind === 'workspace' ? [personId] : [personId, scope.id];
  const records = await engine.readRecords(tenantId, ids);
  const member = memberOf(records.find(({ id }) => id === personId));
  if (!member) return refuse('FORBIDDEN', 'You are not a member of this workspace.');
  if (scope.kind === 'workspace') return member;
  const subject = records.find(({ id }) => id === scope.id);
  if (!subject || (scope.kind === 'project' && subject.type !== 'project')) return notFound();
  const { projectId } = placeOf(subject);
  if (subject.type === 'project')
    return subject.deletedAt === null && canRead(member, subject) ? member : notFound();
  const [project] = projectId === null ? [] : await engine.readRecords(tenantId, [projectId]);
  return canRead(member, subject, project) ? member : notFound();
}

/** Inside the workspace scope each project has rights of its own; elsewhere the scope's are the record's. */
function maySee(member: Member, record: RecordState): boolean {
  if (record.type !== 'project') return true;
  return canRead(member, record);
}

export function notFound(): Refusal {
  return refuse('NOT_FOUND', 'There is no such scope.');
}

function isRefused(value: Member | Refusal): value is Refusal {
  return 'code' in value;
}

export function isBootstrapRefusal(bootstrapped: Bootstrapped): bootstrapped is Refusal {
  return 'code' in bootstrapped;
}
