import {
  builtIn,
  type CommandDraft,
  createComment,
  createDependency,
  createProject,
  createWorkItem,
  deleteWorkItem,
  evolve,
  keysOf,
  moveWorkItem,
  placeOf,
  restoreWorkItem,
  settleConflict,
  setWorkItemParent,
  undoCommand,
  updateWorkItem,
} from '@atrium/model';
import { type Actor, type Command, newId, type RecordState } from '@atrium/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { recordColumns, recordOf } from '../records/record-row.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';

/** More of them find rarer things. */
const ROUNDS = Number(process.env.SIMULATION_ROUNDS ?? 60);

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});

afterAll(async () => {
  await db?.close();
});

/** A small generator of numbers below `n`, the same for the same seed. */
function dice(seed: number) {
  let state = seed;
  return (n: number) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return Math.floor((state / 4_294_967_296) * n);
  };
}

/** Sends random commands, many at once and some twice, through nodes with small caches. */
class Simulation {
  readonly nodes: Engine[];
  readonly tenantId: string;
  readonly actor: Actor;
  readonly project = newId();
  readonly #roll: (n: number) => number;
  readonly #items: string[] = [];
  readonly #sent: Command[] = [];

  constructor(nodes: Engine[], tenant: { tenantId: string; personId: string }, seed: number) {
    this.nodes = nodes;
    this.tenantId = tenant.tenantId;
    this.actor = { personId: tenant.personId, via: 'web' };
    this.#roll = dice(seed);
  }

  async run(rounds: number): Promise<void> {
    await this.#send(createProject(this.project, { key: 'SIM', name: 'Simulation' }));
    for (let round = 0; round < rounds; round += 1) {
      // Now and then more than go into a few batches, so that some are decided while others are written.
      const most = this.#roll(5) === 0 ? 60 : 12;
      const drafts = Array.from({ length: 1 + this.#roll(most) }, () => this.#draft());
      await Promise.all(drafts.map((draft) => (this.#roll(9) === 0 ? this.#again() : this.#send(draft))));
    }
  }

  #send(draft: CommandDraft) {
    const command = { id: newId(), issuedAt: '2026-01-01T00:00:00.000Z', ...draft };
    this.#sent.push(command);
    return this.#node().submit(this.tenantId, this.actor, command);
  }

  async #again() {
    const command = this.#sent[this.#roll(this.#sent.length)];
    if (!command) return;
    const answers = await Promise.all(
      this.nodes.map((node) => node.submit(this.tenantId, this.actor, command)),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  }

  #node(): Engine {
    const node = this.nodes[this.#roll(this.nodes.length)];
    if (!node) throw new Error('No node');
    return node;
  }

  #item(): { id: string; version: number } {
    return { id: this.#items[this.#roll(this.#items.length)] ?? newId(), version: 1 + this.#roll(4) };
  }

  #draft(): CommandDraft {
    const { project } = this;
    const word = ['todo', 'done', 'in_progress', 'backlog'][this.#roll(4)] ?? '';
    // Never the project itself: nothing could be done after that.
    const undone = this.#sent[1 + this.#roll(this.#sent.length)];
    const kinds: (() => CommandDraft)[] = [
      () => {
        const id = newId();
        this.#items.push(id);
        return createWorkItem(id, { project, title: `Item ${word}`, type: this.#roll(3) ? 'task' : 'epic' });
      },
      () => createDependency(newId(), { from: this.#item().id, to: this.#item().id, kind: 'relates_to' }),
      () => updateWorkItem(this.#item(), { set: { title: word, estimate: this.#roll(9) } }),
      () => updateWorkItem(this.#item(), { add: { assignees: [this.actor.personId] } }),
      () => moveWorkItem(this.#item(), { status: word }),
      () => setWorkItemParent(this.#item(), { parent: this.#item().id }),
      () => deleteWorkItem(this.#item()),
      () => restoreWorkItem(this.#item()),
      () => createComment(newId(), { subject: this.#item().id, body: 'Hello' }),
      () => createDependency(newId(), { from: this.#item().id, to: this.#item().id, kind: 'blocks' }),
      () =>
        settleConflict(newId(), {
          record: this.#item().id,
          command: undone?.id ?? newId(),
          values: { title: { kept: 'theirs', mine: word } },
        }),
      () =>
        undoCommand({ id: undone?.recordId ?? project, version: 1 }, { commandId: undone?.id ?? newId() }),
    ];
    const make = kinds[this.#roll(kinds.length)] ?? kinds[0];
    if (!make) throw new Error('No command');
    return make();
  }
}

async function stored(tenantId: string) {
  return db.database.withTenant(tenantId, async (tx) => {
    const records = await tx.query<Parameters<typeof recordOf>[0] & { place: string }>(
      `SELECT ${recordColumns()}, concat_ws('/', project_id, subject_id) AS place FROM records`,
    );
    const keys = await tx.query<{ key: string; record_id: string }>('SELECT key, record_id FROM record_keys');
    return {
      records: new Map(records.rows.map((row) => [row.id, { record: recordOf(row), place: row.place }])),
      keys: new Map(keys.rows.map(({ key, record_id }) => [key, record_id])),
    };
  });
}

test.each([1, 2, 3])('[LOG17] what is stored is what the log gives: seed %i', async (seed) => {
  const owner = { userId: `u${seed}`, name: 'Ada' };
  const nodes = [20, 10_000].map((cachedRecords) =>
    createEngine({ database: db.database, limits: { cachedRecords, batchCommands: 7 } }),
  );
  const [first] = nodes;
  const tenant = await first?.createTenant({ slug: `sim-${seed}`, name: 'Sim', owner });
  if (!first || !tenant?.ok) throw new Error('No tenant');
  await new Simulation(nodes, tenant, seed).run(ROUNDS);

  const replayed = new Map<string, RecordState>();
  const events = await first.readEvents(tenant.tenantId, { limit: 100_000 });
  for (const event of events) {
    replayed.set(event.recordId, evolve(replayed.get(event.recordId), event));
    const { projectId, subjectId } = event;
    const now = replayed.get(event.recordId);
    expect(now && placeOf(now)).toMatchObject({ projectId, subjectId });
  }
  const { records, keys } = await stored(tenant.tenantId);
  expect(new Map([...records].map(([id, { record }]) => [id, record]))).toEqual(replayed);
  const expectedKeys = new Map<string, string>();
  for (const record of replayed.values()) {
    const { projectId, subjectId } = placeOf(record);
    expect(records.get(record.id)?.place).toBe([projectId, subjectId].filter(Boolean).join('/'));
    if (record.deletedAt === null) for (const key of keysOf(record)) expectedKeys.set(key, record.id);
  }
  expect(keys).toEqual(expectedKeys);
  expect(await first.verify(tenant.tenantId)).toMatchObject({ ok: true, events: events.length });
  const names = new Set(events.map(({ name }) => name));
  expect(
    [...builtIn.types.keys()].filter((type) => ![...names].some((name) => name.startsWith(type))),
  ).toEqual([]);
  await Promise.all(nodes.map((node) => node.close()));
});
