import { publicRoute, sessionRoute } from './api-context.ts';
import { unwrap } from './unwrap.ts';

export const setup = {
  state: publicRoute.setup.state.handler(async ({ context }) => ({
    needed: await context.identity.needsSetUp(),
  })),
  create: publicRoute.setup.create.handler(async ({ input, context }) =>
    unwrap(await context.identity.setUp(input)),
  ),
};

export const auth = {
  me: sessionRoute.auth.me.handler(async ({ context: { session, identity } }) => ({
    userId: session.userId,
    name: session.name,
    email: session.email,
    sessionExpiresAt: new Date(session.expiresAt).toISOString(),
    workspaces: await identity.workspacesOf(session.userId),
  })),
  socketToken: sessionRoute.auth.socketToken.handler(({ context: { session, identity } }) => ({
    token: identity.sessions.issueToken(session),
  })),
  signOutEverywhere: sessionRoute.auth.signOutEverywhere.handler(
    async ({ context: { session, identity, sync } }) => {
      const ended = await identity.sessions.endAll(session.userId);
      sync.revoke({ userId: session.userId });
      return { ended };
    },
  ),
};

export const workspaces = {
  create: sessionRoute.workspaces.create.handler(async ({ input, context: { session, identity } }) =>
    unwrap(await identity.createWorkspace(session, input)),
  ),
};
