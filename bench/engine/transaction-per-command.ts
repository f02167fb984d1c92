import { createHash } from 'node:crypto';
import type { Database, TenantSession } from '@atrium/engine';
import {
  builtIn,
  decide,
  evolve,
  isRefusal,
  placeOf,
  type RecordReader,
  workItemCounter,
} from '@atrium/model';
import { type Actor, type Command, newId, type Outcome, type RecordState } from '@atrium/protocol';
import type { Board } from './workload.ts';
import { WRITE_CHANGE, WRITE_CREATION } from './write-one.ts';

/**
 * What one would write without a tenant writer: every command in a transaction of its own, on a pool. Same rules,
 * same tables, same rows, as few round trips as can be (three), and more in memory than is safe with several
 * processes: who acts and the project are never read again.
 */
export class TransactionPerCommand {
  readonly #database: Database;
  readonly #board: Board;
  readonly #actor: Actor;
  readonly #known: ReadonlyMap<string, RecordState>;

  constructor(database: Database, board: Board, known: readonly RecordState[]) {
    this.#database = database;
    this.#board = board;
    this.#actor = { personId: board.personId, via: 'web' };
    this.#known = new Map(known.map((record) => [record.id, record]));
  }

  async submit(command: Command): Promise<Outcome> {
    const session = await this.#database.acquire(this.#board.tenantId);
    try {
      const outcome = await this.#run(session, command);
      await session.commit();
      return outcome;
    } catch (error) {
      await session.rollback();
      throw error;
    } finally {
      session.release();
    }
  }

  async #run(session: TenantSession, command: Command): Promise<Outcome> {
    const { tenantId, projectId } = this.#board;
    const creates = command.baseVersion === 0;
    const tenant = `tenant_id = '${tenantId}'`;
    const [heads, receipts, found] = await session.begin(
      [
        `SELECT head, encode(head_hash, 'hex') AS hash FROM tenants WHERE ${tenant} FOR UPDATE`,
        `SELECT first_position FROM receipts WHERE ${tenant} AND command_id = '${command.id}'`,
        creates
          ? `SELECT value FROM counters WHERE ${tenant} AND name = '${workItemCounter(projectId)}'`
          : `SELECT id, type, version, fields, field_versions AS "fieldVersions", created_at AS "createdAt",
                    created_by AS "createdBy", updated_at AS "updatedAt", updated_by AS "updatedBy",
                    deleted_at AS "deletedAt"
             FROM records WHERE ${tenant} AND id = '${command.recordId}'`,
      ].join('; '),
    );
    if (receipts?.rows.length !== 0) throw new Error('This command was run before.');
    const before = creates ? undefined : (found?.rows[0] as unknown as RecordState);
    const number = creates ? Number(found?.rows[0]?.value ?? 0) + 1 : 0;
    const now = new Date().toISOString();
    const drafts = decide(command, { actor: this.#actor, now, read: this.#reader(before, number) });
    if (isRefusal(drafts)) throw new Error(drafts.message);
    const [draft] = drafts;
    const head = Number(heads?.rows[0]?.head);
    if (!draft) {
      // Two picked the same move at random: the second one changes nothing.
      return { kind: 'committed', firstPosition: head + 1, lastPosition: head, version: 0 };
    }
    if (drafts.length !== 1) throw new Error('Exactly one event was expected.');
    const position = head + 1;
    const version = (before?.version ?? 0) + 1;
    const event = { ...draft, version, actor: this.#actor, at: now };
    const after = evolve(before, event);
    const place = placeOf(after, builtIn);
    const patch = JSON.stringify(draft.patch);
    const actor = JSON.stringify(this.#actor);
    const hash = createHash('sha256')
      .update(`${heads?.rows[0]?.hash}${position}${command.id}${command.recordId}${version}${patch}${actor}`)
      .digest();
    const values = [
      ...[tenantId, now, position, newId(), command.recordId, after.type, version, draft.name, draft.change],
      ...[patch, actor, command.id, place.projectId, place.subjectId, hash],
      ...[JSON.stringify(after.fields), JSON.stringify(after.fieldVersions), this.#actor.personId],
    ];
    if (creates) {
      const key = `item:${projectId}:${number}`;
      await session.query(WRITE_CREATION, [...values, key, workItemCounter(projectId), number]);
    } else await session.query(WRITE_CHANGE, values);
    return { kind: 'committed', firstPosition: position, lastPosition: position, version };
  }

  #reader(record: RecordState | undefined, number: number): RecordReader {
    return {
      get: (id) => this.#known.get(id) ?? (id === record?.id ? record : undefined),
      find: () => undefined,
      referrers: () => [],
      eventsOf: () => undefined,
      nextNumber: () => number,
    };
  }
}
