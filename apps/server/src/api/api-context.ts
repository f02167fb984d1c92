import type { Engine } from '@atrium/engine';
import type { Identity, Session } from '@atrium/identity';
import type { Actor, JsonObject, RecordId, Refusal, RefusalCode, TenantId } from '@atrium/protocol';
import { contract } from '@atrium/protocol/api';
import type { SyncServer } from '@atrium/sync/server';
import { implement, ORPCError } from '@orpc/server';
import { REFUSAL_STATUS } from '../http/refusal-status.ts';
import type { ImportJobs } from '../imports/import-jobs.ts';

/** Counts a request of someone; a refusal when there were too many. */
export type RequestRate = (userId: string) => Promise<Refusal | undefined>;

/** What every route may use. */
export interface ApiContext {
  readonly engine: Engine;
  readonly identity: Identity;
  readonly imports: ImportJobs;
  readonly sync: SyncServer;
  readonly requestRate: RequestRate;
  readonly headers: Headers;
  /** Where the request comes from. */
  readonly address: string;
}

/** A refusal as an HTTP answer. */
export function refused(refusal: Refusal): ORPCError<RefusalCode, JsonObject> {
  return new ORPCError(refusal.code, {
    status: REFUSAL_STATUS[refusal.code],
    message: refusal.message,
    data: refusal.details ?? {},
  });
}

export function refusedWith(code: RefusalCode, message: string): ORPCError<RefusalCode, JsonObject> {
  return refused({ code, message });
}

const base = implement(contract).$context<ApiContext>();

export const publicRoute = base;

export const sessionRoute = base.use(async ({ context, next }) => {
  return next({ context: { session: await findSession(context, context.headers) } });
});

/** Whose request it is; throws a refusal. */
export async function findSession(
  { identity, requestRate }: Pick<ApiContext, 'identity' | 'requestRate'>,
  headers: Headers,
): Promise<Session> {
  const session = await identity.sessions.fromHeaders(headers);
  if (!session) throw refusedWith('UNAUTHENTICATED', 'Sign in first.');
  const tooMany = await requestRate(session.userId);
  if (tooMany) throw refused(tooMany);
  return session;
}

/** Someone acting in one workspace. */
export interface TenantAccess {
  readonly tenantId: TenantId;
  readonly personId: RecordId;
  readonly actor: Actor;
}

export const memberRoute = sessionRoute.use(async ({ context, next }, input) => {
  const wanted = wantedWorkspace(input);
  const access = await findAccess(context.identity, context.session, wanted);
  return next({ context: access });
});

function wantedWorkspace(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null || !('workspace' in input)) return undefined;
  return typeof input.workspace === 'string' ? input.workspace : undefined;
}

/** Throws a refusal: an unknown workspace and one of others look alike. */
export async function findAccess(
  identity: Identity,
  session: Session,
  wanted: string | undefined,
): Promise<TenantAccess> {
  const workspaces = await identity.workspacesOf(session.userId);
  const found = wanted
    ? workspaces.find(({ tenantId, slug }) => tenantId === wanted || slug === wanted)
    : workspaces.length === 1
      ? workspaces[0]
      : undefined;
  if (!found) {
    throw wanted || workspaces.length === 0
      ? refusedWith('NOT_FOUND', 'You are not a member of such a workspace.')
      : refusedWith('INVALID_INPUT', 'Say which workspace: you are a member of several.');
  }
  const { tenantId, personId } = found;
  return { tenantId, personId, actor: { personId, via: 'api' } };
}
