import type { Database } from '@atrium/engine';
import type { Accounts } from './accounts.ts';
import { readSocketToken, signSocketToken } from './socket-token.ts';

/** Someone who is signed in, in no workspace yet. */
export interface Session {
  readonly sessionId: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const SOCKET_TOKEN_MS = 60_000;

export interface Sessions {
  /** By the session cookie. */
  fromHeaders(headers: Headers): Promise<Session | undefined>;
  /** By a short-lived token, for sockets of clients without cookies. */
  fromToken(token: string): Promise<Session | undefined>;
  issueToken(session: Session): string;
  /** Those of the sessions that still stand: not signed out, not run out. */
  stillLive(sessionIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Ends every session of a user; answers how many there were. */
  endAll(userId: string): Promise<number>;
}

export function createSessions(database: Database, accounts: Accounts, secret: string): Sessions {
  const load = async (sessionId: string) =>
    database.control(async (tx) => {
      const { rows } = await tx.query<Omit<Session, 'expiresAt'> & { expiresAt: string }>(
        `SELECT s.id AS "sessionId", u.id AS "userId", u.name, u.email, s.expires_at AS "expiresAt"
         FROM auth_session s JOIN auth_user u ON u.id = s.user_id
         WHERE s.id = $1 AND s.expires_at > now()`,
        [sessionId],
      );
      const row = rows[0];
      return row && { ...row, expiresAt: Date.parse(row.expiresAt) };
    });

  return {
    async fromHeaders(headers) {
      const found = await accounts.api.getSession({ headers });
      if (!found) return undefined;
      const { session, user } = found;
      return {
        sessionId: session.id,
        userId: user.id,
        name: user.name,
        email: user.email,
        expiresAt: session.expiresAt.getTime(),
      };
    },
    async fromToken(text) {
      const token = readSocketToken(secret, text, Date.now());
      return token && load(token.sessionId);
    },
    issueToken: (session) =>
      signSocketToken(secret, { sessionId: session.sessionId, expiresAt: Date.now() + SOCKET_TOKEN_MS }),
    stillLive: (sessionIds) =>
      database.control(async (tx) => {
        const { rows } = await tx.query<{ id: string }>(
          'SELECT id FROM auth_session WHERE id = ANY($1) AND expires_at > now()',
          [sessionIds],
        );
        return new Set(rows.map(({ id }) => id));
      }),
    endAll: (userId) =>
      database.control(async (tx) => {
        const { rowCount } = await tx.query('DELETE FROM auth_session WHERE user_id = $1', [userId]);
        return rowCount;
      }),
  };
}
