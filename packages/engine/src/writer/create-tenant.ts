import { refuse } from '@atrium/model';
import {
  type Actor,
  type Command,
  derivedId,
  isId,
  type JsonObject,
  newId,
  type RecordId,
  type Refusal,
  type TenantId,
} from '@atrium/protocol';
import { openControl } from '../database/tenant-entry.ts';
import type { TenantSession } from '../database/tenant-session.ts';
import type { Tx } from '../database/tx.ts';
import { genesisHash } from '../log/event-hash.ts';
import type { LoggedEvent } from '../log/logged-event.ts';
import { RecordCache } from '../records/record-cache.ts';
import type { Runtime } from '../runtime.ts';
import { presentTrace } from './batch-trace.ts';
import { Decisions } from './decisions.ts';
import type { Job } from './job.ts';
import { allOf, decideAndAppend } from './run-batch.ts';

export interface NewTenant {
  /** Chosen by a caller that wants to repeat the call safely. */
  readonly id?: TenantId;
  /** Part of addresses: small letters, digits and dashes. */
  readonly slug: string;
  readonly name: string;
  readonly owner: {
    readonly personId?: RecordId;
    /** The account behind the owner. */
    readonly userId: string;
    readonly name: string;
    readonly email?: string;
  };
}

export type CreateTenantResult =
  | { readonly ok: true; readonly tenantId: TenantId; readonly personId: RecordId }
  | { readonly ok: false; readonly refusal: Refusal };

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

export function systemActor(tenantId: TenantId): Actor {
  return { personId: tenantId, via: 'system' };
}

/** Directory row, empty log, workspace, owner and membership in one transaction. */
export async function createTenant(
  runtime: Runtime,
  tenant: NewTenant,
  committed: (tenantId: TenantId, events: readonly LoggedEvent[], head: number) => void,
): Promise<CreateTenantResult> {
  if (!SLUG.test(tenant.slug)) {
    return refused('INVALID_INPUT', 'Use small letters, digits and dashes, 40 at most.');
  }
  const tenantId = tenant.id ?? newId();
  if (!isId(tenantId)) return refused('INVALID_INPUT', 'The id is not a UUID.');
  const personId = tenant.owner.personId ?? derivedId(tenantId, 'owner');
  // Asked in the directory: a tenant that is there may live in another database by now.
  const known = await runtime.database.control((tx) => placeTaken(tx, tenantId, tenant.slug));
  if (known === 'mine') return { ok: true, tenantId, personId };
  const session = await runtime.database.acquire(tenantId);
  try {
    await session.begin();
    const place = await takePlace(session.tx, tenantId, tenant);
    if (place !== 'free') {
      await session.rollback();
      return place === 'mine'
        ? { ok: true, tenantId, personId }
        : refused('ALREADY_EXISTS', 'This address is taken.');
    }
    const first = await writeFirstRecords(runtime, session, { tenant, personId });
    if (first.refusal) {
      await session.rollback();
      return { ok: false, refusal: first.refusal };
    }
    await openControl(session, tenantId);
    await session.query('INSERT INTO memberships (tenant_id, user_id, person_id) VALUES ($1, $2, $3)', [
      tenantId,
      tenant.owner.userId,
      personId,
    ]);
    await session.commit();
    committed(tenantId, first.events, first.head);
    return { ok: true, tenantId, personId };
  } catch (error) {
    await session.rollback();
    throw error;
  } finally {
    session.release();
  }
}

async function takePlace(tx: Tx, id: TenantId, tenant: NewTenant): Promise<'free' | 'mine' | 'taken'> {
  const { rowCount } = await tx.query(
    'INSERT INTO tenant_directory (id, slug, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [id, tenant.slug, tenant.name],
  );
  if (rowCount === 1) {
    await tx.query('INSERT INTO tenants (tenant_id) VALUES ($1)', [id]);
    return 'free';
  }
  return (await placeTaken(tx, id, tenant.slug)) ?? 'taken';
}

async function placeTaken(tx: Tx, id: TenantId, slug: string): Promise<'mine' | 'taken' | undefined> {
  const { rows } = await tx.query<{ slug: string }>('SELECT slug FROM tenant_directory WHERE id = $1', [id]);
  return rows[0] && (rows[0].slug === slug ? 'mine' : 'taken');
}

async function writeFirstRecords(
  runtime: Runtime,
  session: TenantSession,
  { tenant, personId }: { readonly tenant: NewTenant; readonly personId: RecordId },
) {
  const { tenantId } = session;
  const { userId, name, email } = tenant.owner;
  const jobs = [
    firstJob(runtime, tenantId, {
      name: 'workspace.create',
      recordId: tenantId,
      input: { name: tenant.name },
    }),
    firstJob(runtime, tenantId, {
      name: 'person.create',
      recordId: personId,
      input: { name, ...(email !== undefined && { email }), userId, role: 'owner' },
    }),
  ];
  const cache = new RecordCache(10);
  const decisions = new Decisions({ ...runtime, tenantId, cache }, jobs, {
    head: 0,
    headHash: genesisHash(tenantId),
  });
  await allOf(await decideAndAppend(session, decisions, presentTrace()));
  const { made, end } = decisions;
  for (const job of jobs) if (job.failure !== undefined) throw job.failure;
  const refusal = jobs.flatMap(({ outcome }) => (outcome?.kind === 'refused' ? [outcome.refusal] : []))[0];
  return { events: made.events, head: end.head, refusal };
}

function firstJob(
  runtime: Runtime,
  tenantId: TenantId,
  { name, recordId, input }: { name: string; recordId: RecordId; input: JsonObject },
): Job {
  const command: Command = {
    id: derivedId(tenantId, name),
    name,
    recordId,
    baseVersion: 0,
    input,
    issuedAt: new Date(runtime.clock()).toISOString(),
  };
  const ignore = () => undefined;
  return { actor: systemActor(tenantId), command, bytes: 0, resolve: ignore, reject: ignore };
}

function refused(code: 'ALREADY_EXISTS' | 'INVALID_INPUT', message: string): CreateTenantResult {
  return { ok: false, refusal: refuse(code, message) };
}
