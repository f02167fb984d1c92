import type { Engine } from '@atrium/engine';
import { type CommandDraft, createProject, createWorkItem } from '@atrium/model';
import { type Actor, newId, type RecordId, type TenantId } from '@atrium/protocol';
import type { Board } from './workload.ts';

const AT_ONCE = 500;

/** A workspace with one project of so many work items, made by ordinary commands. */
export async function seedBoard(engine: Engine, items: number): Promise<Board> {
  const owner = { userId: newId(), name: 'Olga Owner', email: 'olga@example.org' };
  const made = await engine.createTenant({ slug: `b-${newId().slice(-12)}`, name: 'Measured', owner });
  if (!made.ok) throw new Error(made.refusal.message);
  const { tenantId, personId } = made;
  return seedProject(engine, { tenantId, personId, items, key: 'BENCH' });
}

export interface NewBoard {
  readonly tenantId: TenantId;
  readonly personId: RecordId;
  readonly items: number;
  readonly key: string;
}

export async function seedProject(
  engine: Engine,
  { tenantId, personId, items, key }: NewBoard,
): Promise<Board> {
  const actor: Actor = { personId, via: 'web' };
  const submit = async (draft: CommandDraft) => {
    const command = { ...draft, id: newId(), issuedAt: new Date().toISOString() };
    const outcome = await engine.submit(tenantId, actor, command);
    if (outcome.kind === 'refused') throw new Error(`${draft.name}: ${outcome.refusal.message}`);
  };
  const projectId = newId();
  await submit(createProject(projectId, { key, name: 'Measured' }));
  const itemIds = Array.from({ length: items }, newId);
  for (let start = 0; start < items; start += AT_ONCE) {
    const some = itemIds.slice(start, start + AT_ONCE);
    await Promise.all(
      some.map((id, index) => submit(createWorkItem(id, itemInput(projectId, start + index)))),
    );
  }
  return { tenantId, personId, projectId, itemIds };
}

function itemInput(project: RecordId, number: number) {
  return {
    project,
    title: `Work item number ${number} with a title of ordinary length`,
    description: 'What has to be done, and why, in a sentence or two. '.repeat(1 + (number % 4)),
    priority: (['none', 'low', 'medium', 'high'] as const)[number % 4] ?? ('none' as const),
  };
}
