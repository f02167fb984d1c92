import type { Engine } from '@atrium/engine';
import type { CommandDraft } from '@atrium/model';
import type { Actor, Command, Origin, Outcome, RecordId, RecordState, TenantId } from '@atrium/protocol';
import { derivedId } from '@atrium/protocol';
import { type ImportedKind, type ImportReport, MAX_REFUSED_SHOWN } from './import-report.ts';

/** A record that should exist after the import, with the history it has elsewhere. */
export interface ImportedRecord {
  readonly kind: ImportedKind;
  /** For people, where it is refused. */
  readonly what: string;
  /** Creates it; `draft.recordId` is the same at every run. */
  readonly draft: CommandDraft;
  readonly origin?: Origin | undefined;
  /** What happened to it afterwards, made once the record is there. */
  readonly next?: ((record: { id: RecordId; version: number }) => CommandDraft) | undefined;
  readonly nextOrigin?: Origin | undefined;
  /** Whether `next` has taken effect already. */
  readonly settled?: ((record: RecordState) => boolean) | undefined;
}

export interface ImportTarget {
  readonly engine: Engine;
  readonly tenantId: TenantId;
  readonly actor: Actor;
  /** Groups all commands of the import, so that it can be undone whole. */
  readonly cause: string;
  /** Changes with every undone import, so that what was taken back can be brought in again. */
  readonly generation: number;
  readonly report: ImportReport;
}

/**
 * Brings records in exactly once: ids of records and commands are derived from their source, so a second run,
 * or the rest of one that was cut short, finds what is there. Answers the ids that exist now.
 */
export async function writeRecords(
  target: ImportTarget,
  records: readonly ImportedRecord[],
): Promise<Set<RecordId>> {
  const { engine, tenantId, report } = target;
  const known = new Map<RecordId, RecordState>();
  const ids = records.map(({ draft }) => draft.recordId);
  for (const record of await engine.readRecords(tenantId, ids)) known.set(record.id, record);
  const present = new Set<RecordId>();
  if (report.dryRun) {
    for (const record of records) {
      const there = known.get(record.draft.recordId)?.deletedAt === null;
      report[record.kind][there ? 'unchanged' : 'created'] += 1;
      present.add(record.draft.recordId);
    }
    return present;
  }
  await Promise.all(
    records.map(async (record) => {
      if (await writeRecord(target, record, known.get(record.draft.recordId))) {
        present.add(record.draft.recordId);
      }
    }),
  );
  return present;
}

async function writeRecord(
  target: ImportTarget,
  record: ImportedRecord,
  known: RecordState | undefined,
): Promise<boolean> {
  const { draft, kind } = record;
  const there = known !== undefined && known.deletedAt === null;
  let version = known?.version ?? 0;
  if (!there) {
    const first = known ? restoring(known) : draft;
    const outcome = await submit(target, first, known ? 'restore' : 'create', record.origin);
    if (outcome.kind === 'refused') return refuse(target.report, record, outcome);
    version = outcome.version;
  }
  target.report[kind][there ? 'unchanged' : 'created'] += 1;
  if (!record.next || (there && record.settled?.(known))) return true;
  const change = record.next({ id: draft.recordId, version });
  const outcome = await submit(target, change, 'next', record.nextOrigin);
  if (outcome.kind === 'refused') refuse(target.report, record, outcome);
  return true;
}

function restoring(record: RecordState): CommandDraft {
  return {
    name: `${record.type}.restore`,
    recordId: record.id,
    baseVersion: record.version,
    input: {},
  };
}

function submit(
  { engine, tenantId, actor, cause, generation }: ImportTarget,
  draft: CommandDraft,
  verb: 'create' | 'restore' | 'next',
  origin: Origin | undefined,
): Promise<Outcome> {
  const command: Command = {
    ...draft,
    id: derivedId(draft.recordId, `import:${generation}:${verb}`),
    issuedAt: new Date().toISOString(),
    cause,
    ...(origin && { origin }),
  };
  return engine.submit(tenantId, actor, command);
}

function refuse(report: ImportReport, record: ImportedRecord, outcome: Outcome & { kind: 'refused' }): false {
  const { code, message } = outcome.refusal;
  if (report.refused.length < MAX_REFUSED_SHOWN) report.refused.push({ what: record.what, code, message });
  return false;
}
