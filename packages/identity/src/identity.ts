import type { Engine } from '@atrium/engine';
import type { RecordId, TenantId } from '@atrium/protocol';
import { z } from 'zod';
import { type AccountsOptions, createAccounts } from './accounts.ts';
import { createInvitations, type Invitations } from './invitations.ts';
import { failure, type Result } from './result.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createUser, hasUsers, invalid, newUserSchema, type User } from './users.ts';
import {
  createWorkspace,
  newWorkspaceSchema,
  personOf,
  type WorkspaceMembership,
  workspacesOf,
} from './workspaces.ts';

export interface Identity {
  /** Better Auth's own routes, to be mounted under `/api/auth`. */
  readonly handleAccounts: (request: Request) => Promise<Response>;
  readonly sessions: Sessions;
  readonly invitations: Invitations;
  createUser(input: unknown): Promise<Result<User>>;
  createWorkspace(
    owner: User,
    input: unknown,
  ): Promise<Result<{ tenantId: TenantId; personId: RecordId; slug: string }>>;
  workspacesOf(userId: string): Promise<WorkspaceMembership[]>;
  personOf(userId: string, tenantId: TenantId): Promise<RecordId | undefined>;
  /** True until the first account exists. */
  needsSetUp(): Promise<boolean>;
  /** The first visit: the owner's account and the first workspace. Refused once anyone exists. */
  setUp(input: unknown): Promise<Result<{ tenantId: TenantId; slug: string }>>;
}

export interface IdentityOptions extends Omit<AccountsOptions, 'database'> {
  readonly engine: Engine;
}

const setUpSchema = z.strictObject({ user: newUserSchema, workspace: newWorkspaceSchema });

export function createIdentity({ engine, ...options }: IdentityOptions): Identity {
  const { database } = engine;
  const accounts = createAccounts({ ...options, database });
  let settingUp: Promise<unknown> = Promise.resolve();

  const setUp = async (input: unknown): Promise<Result<{ tenantId: TenantId; slug: string }>> => {
    const parsed = setUpSchema.safeParse(input);
    if (!parsed.success) return invalid(parsed.error);
    return database.control(async (lock) => {
      // Two browsers may set up at once, at two nodes even: only one of them becomes the owner.
      await lock.query("SELECT pg_advisory_xact_lock(hashtextextended('atrium.set-up', 0))");
      if (await hasUsers(database)) return failure('FORBIDDEN', 'Atrium is set up already. Sign in instead.');
      const user = await createUser(accounts, parsed.data.user);
      if (!user.ok) return user;
      return createWorkspace(engine, user.value, parsed.data.workspace);
    });
  };

  return {
    handleAccounts: (request) => accounts.handler(request),
    sessions: createSessions(database, accounts, options.secret),
    invitations: createInvitations(engine),
    createUser: (input) => createUser(accounts, input),
    createWorkspace: (owner, input) => createWorkspace(engine, owner, input),
    workspacesOf: (userId) => workspacesOf(engine, userId),
    personOf: (userId, tenantId) => personOf(engine, userId, tenantId),
    needsSetUp: async () => !(await hasUsers(database)),
    setUp(input) {
      // One at a time in this process, so that waiting visitors do not hold the pool's connections.
      const turn = settingUp.then(() => setUp(input));
      settingUp = turn.catch(() => undefined);
      return turn;
    },
  };
}
