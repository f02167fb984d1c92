import type { Identity } from '@atrium/identity';
import type { Authenticate } from '@atrium/sync/server';

/** Who opens a socket: by session cookie, or by a short-lived token. */
export function createSocketAuthentication(identity: Identity): Authenticate {
  return async ({ headers, token }) => {
    const { sessions } = identity;
    const session = token
      ? await sessions.fromToken(token)
      : await sessions.fromHeaders(new Headers(headers.cookie ? { cookie: headers.cookie } : {}));
    if (!session) return { code: 'UNAUTHENTICATED', message: 'Sign in first.' };
    const { userId, sessionId, expiresAt } = session;
    return {
      userId,
      sessionId,
      expiresAt,
      // A browser's page has the cookie; a token is what programs are given.
      via: token ? 'api' : 'web',
      tenantAccess: (tenantId) => identity.personOf(userId, tenantId),
    };
  };
}
