import { type Member, type Role, systemMember } from '@atrium/model';
import { type Actor, type JsonObject, newId, type RecordId, type TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import type { Engine } from '../engine.ts';
import { systemActor } from '../writer/create-tenant.ts';

/** A workspace in which tests make records through real commands. */
export interface SampleWorkspace {
  readonly tenantId: TenantId;
  readonly owner: Member;
  readonly system: Member;
  person(name: string, role: Role): Promise<Member>;
  /** Runs a command, as the owner unless said otherwise, and throws when it is refused. */
  run(name: string, recordId: RecordId, input: JsonObject, actor?: Actor): Promise<RecordId>;
  create(name: string, input: JsonObject, member?: Member): Promise<RecordId>;
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

export async function sampleWorkspace(engine: Engine): Promise<SampleWorkspace> {
  const owner = { userId: newId(), name: 'Olga Owner', email: 'olga@example.org' };
  const made = await engine.createTenant({ slug: `t-${newId().slice(-12)}`, name: 'Sample', owner });
  if (!made.ok) throw new Error(made.refusal.message);
  const { tenantId, personId } = made;
  const asOwner: Actor = { personId, via: 'web' };
  const system = systemMember(systemActor(tenantId));
  if (!system) throw new Error('The system is no member.');

  async function run(name: string, recordId: RecordId, input: JsonObject, actor = asOwner) {
    const [record] = await engine.readRecords(tenantId, [recordId]);
    const outcome = await engine.submit(tenantId, actor, {
      id: newId(),
      name,
      recordId,
      baseVersion: record?.version ?? 0,
      input,
      issuedAt: '2026-01-01T00:00:00.000Z',
    });
    if (outcome.kind === 'refused') throw new Error(`${name}: ${outcome.refusal.message}`);
    return recordId;
  }

  return {
    tenantId,
    owner: { personId, role: 'owner' },
    system,
    run,
    create: (name, input, member) =>
      run(name, newId(), input, member && { personId: member.personId, via: 'web' }),
    async person(name, role) {
      const input = { name, role, userId: newId() };
      return { personId: await run('person.create', newId(), input, systemActor(tenantId)), role };
    },
    read: (work) => engine.database.withTenant(tenantId, work, { readOnly: true }),
  };
}
