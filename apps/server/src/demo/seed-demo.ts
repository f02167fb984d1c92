import { createEngine, type Engine } from '@atrium/engine';
import { createWorkspace, findUser, joinWorkspace, type Result } from '@atrium/identity';
import {
  type CommandDraft,
  createComment,
  createLabel,
  createProject,
  createWorkItem,
  moveWorkItem,
} from '@atrium/model';
import type { RecordId, TenantId } from '@atrium/protocol';
import { newId } from '@atrium/protocol';
import type { Services } from '../services.ts';
import { DEMO_ITEMS, DEMO_LABELS, DEMO_PASSWORD, DEMO_PEOPLE, type DemoItem } from './demo-content.ts';

export interface Demo {
  readonly email: string;
  readonly password: string;
  readonly colleague: string;
}

const HOUR = 60 * 60 * 1000;
const STORY_BEGINS = 180;

/** Makes the demo workspace in an empty Atrium, or finds the one of an earlier start; undefined elsewhere. */
export async function seedDemo({ database, identity }: Services): Promise<Demo | undefined> {
  const [owner, colleague] = DEMO_PEOPLE;
  const demo = { email: owner.email, password: DEMO_PASSWORD, colleague: colleague.email };
  if (await findUser(database, owner.email)) return demo;
  if (!(await identity.needsSetUp())) return undefined;

  const now = Date.now();
  let clock = now - STORY_BEGINS * HOUR;
  // An engine with a clock of its own lives through the week, so that the log tells it as it was.
  const engine = createEngine({ database, clock: () => clock });
  try {
    const users = [];
    for (const { name, email } of DEMO_PEOPLE) {
      users.push(orThrow(await identity.createUser({ name, email, password: DEMO_PASSWORD })));
    }
    const [first, ...others] = users;
    if (!first) throw new Error('The demo has nobody in it.');
    const workspace = orThrow(await createWorkspace(engine, first, { name: 'Ferry line', slug: 'demo' }));
    const people = [workspace.personId];
    for (const [index, user] of others.entries()) {
      const role = DEMO_PEOPLE[index + 1]?.role ?? 'agent';
      people.push(orThrow(await joinWorkspace(engine, workspace.tenantId, user, role)).personId);
    }
    const story = new Story(engine, workspace.tenantId, people);
    for (const step of await story.begin(now)) {
      clock = step.at;
      await step.run();
    }
  } finally {
    await engine.close();
  }
  return demo;
}

interface Step {
  readonly at: number;
  readonly run: () => Promise<void>;
}

class Story {
  readonly #engine: Engine;
  readonly #tenantId: TenantId;
  readonly #people: readonly RecordId[];
  readonly #items = new Map(DEMO_ITEMS.map((item) => [item.id, newId()]));
  readonly #labels = new Map<string, RecordId>();
  readonly #versions = new Map<RecordId, number>();
  readonly #project = newId();

  constructor(engine: Engine, tenantId: TenantId, people: readonly RecordId[]) {
    this.#engine = engine;
    this.#tenantId = tenantId;
    this.#people = people;
  }

  /** Sets the scene, and answers what happens then, in order. */
  async begin(now: number): Promise<Step[]> {
    await this.#send(
      0,
      createProject(this.#project, {
        key: 'FER',
        name: 'Ferry website',
        description: 'Book, pay, board. And know where the boat is.',
        color: 'teal',
      }),
    );
    for await (const part of this.#engine.readScope(this.#tenantId, { kind: 'project', id: this.#project })) {
      if (part.kind !== 'records') continue;
      for (const record of part.records) {
        if (record.type === 'label') this.#labels.set(String(record.fields.name), record.id);
      }
    }
    for (const label of DEMO_LABELS) {
      const id = newId();
      this.#labels.set(label.name, id);
      await this.#send(0, createLabel(id, { project: this.#project, ...label }));
    }
    const steps = DEMO_ITEMS.flatMap((item) => this.#stepsOf(item, now));
    return steps.sort((a, b) => a.at - b.at);
  }

  #stepsOf(item: DemoItem, now: number): Step[] {
    const id = this.#item(item.id);
    const step = (hoursAgo: number, by: number, draft: () => CommandDraft): Step => ({
      at: now - hoursAgo * HOUR,
      run: () => this.#send(by, draft()),
    });
    return [
      step(item.at, item.by, () => this.#creating(item, id, now)),
      ...(item.moves ?? []).map(([status, at, by]) =>
        step(at, by, () => moveWorkItem({ id, version: this.#versions.get(id) ?? 1 }, { status })),
      ),
      ...(item.comments ?? []).map(([body, at, by]) =>
        step(at, by, () => createComment(newId(), { subject: id, body })),
      ),
    ];
  }

  #creating(item: DemoItem, id: RecordId, now: number): CommandDraft {
    const { type, title, description, priority, estimate, due, parent, assignees = [], labels = [] } = item;
    return createWorkItem(id, {
      project: this.#project,
      type,
      title,
      ...(description && { description }),
      ...(priority && { priority }),
      ...(estimate && { estimate }),
      ...(parent && { parent: this.#item(parent) }),
      ...(due !== undefined && { dueDate: new Date(now + due * 24 * HOUR).toISOString().slice(0, 10) }),
      assignees: assignees.map((who) => this.#person(who)),
      labels: labels.map((name) => this.#labels.get(name)).filter((label) => label !== undefined),
    });
  }

  async #send(by: number, draft: CommandDraft): Promise<void> {
    const actor = { personId: this.#person(by), via: 'web' as const };
    const command = { ...draft, id: newId(), issuedAt: new Date().toISOString() };
    const outcome = await this.#engine.submit(this.#tenantId, actor, command);
    if (outcome.kind === 'refused') throw new Error(`The demo was refused: ${outcome.refusal.message}`);
    this.#versions.set(draft.recordId, outcome.version);
  }

  #person(who: number): RecordId {
    const person = this.#people[who];
    if (!person) throw new Error(`The demo has no person ${who}.`);
    return person;
  }

  #item(name: string): RecordId {
    const id = this.#items.get(name);
    if (!id) throw new Error(`The demo has no item ${name}.`);
    return id;
  }
}

function orThrow<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`The demo was refused: ${result.refusal.message}`);
}
