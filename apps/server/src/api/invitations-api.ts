import { memberRoute, publicRoute, refusedWith } from './api-context.ts';
import { unwrap } from './unwrap.ts';

export const invitations = {
  create: memberRoute.invitations.create.handler(async ({ input: { workspace: _, ...input }, context }) =>
    unwrap(await context.identity.invitations.create(context.tenantId, context.actor, input)),
  ),
  list: memberRoute.invitations.list.handler(async ({ context: { identity, tenantId, actor } }) => ({
    invitations: unwrap(await identity.invitations.list(tenantId, actor)),
  })),
  revoke: memberRoute.invitations.revoke.handler(
    async ({ input, context: { identity, tenantId, actor } }) => {
      unwrap(await identity.invitations.revoke(tenantId, actor, input.id));
      return { revoked: true };
    },
  ),
  describe: publicRoute.invitations.describe.handler(async ({ input, context }) =>
    unwrap(await context.identity.invitations.describe(input.token)),
  ),
  accept: publicRoute.invitations.accept.handler(async ({ input, context: { identity, headers } }) => {
    // Looked at first, so that a bad link never leaves an account behind.
    unwrap(await identity.invitations.describe(input.token));
    if (input.user) {
      const user = unwrap(await identity.createUser(input.user));
      return unwrap(await identity.invitations.accept(input.token, user));
    }
    const session = await identity.sessions.fromHeaders(headers);
    if (!session) throw refusedWith('UNAUTHENTICATED', 'Sign in, or create an account, to accept.');
    return unwrap(await identity.invitations.accept(input.token, session));
  }),
};
