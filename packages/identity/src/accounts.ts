import type { Database } from '@atrium/engine';
import { drizzleAdapter } from '@better-auth/drizzle-adapter';
import { betterAuth } from 'better-auth';
import { drizzle } from 'drizzle-orm/pg-proxy';
import { accountTables } from './account-tables.ts';
import { hashPassword, passwordMatches } from './password-hash.ts';

export const SESSION_SECONDS = 8 * 60 * 60;
export const MIN_PASSWORD_LENGTH = 10;
/** Set by our own server from the socket's address, whatever the client sent under that name. */
export const CLIENT_ADDRESS_HEADER = 'x-atrium-client-address';

export interface AccountsOptions {
  readonly database: Database;
  /** Signs session cookies; at least 32 characters. */
  readonly secret: string;
  readonly isTrustedOrigin: (origin: string, host: string | undefined) => boolean;
  readonly secureCookies: boolean;
  /** Off only where tests sign in many times a second. */
  readonly limitSignIns?: boolean;
}

export type Accounts = ReturnType<typeof createAccounts>;

/** Accounts and sessions by Better Auth. Nobody signs up by themselves: a set-up or an invitation lets people in. */
export function createAccounts(options: AccountsOptions) {
  return betterAuth({
    appName: 'Atrium',
    basePath: '/api/auth',
    secret: options.secret,
    database: drizzleAdapter(drizzleOver(options.database), { provider: 'pg', schema: accountTables }),
    trustedOrigins: (request) => {
      const origin = request?.headers.get('origin');
      const host = request?.headers.get('host') ?? undefined;
      return origin && options.isTrustedOrigin(origin, host) ? [origin] : [];
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: 200,
      password: { hash: hashPassword, verify: passwordMatches },
    },
    session: { expiresIn: SESSION_SECONDS, updateAge: 60 * 60 },
    rateLimit: {
      enabled: options.limitSignIns ?? true,
      window: 60,
      max: 100,
      customRules: { '/sign-in/email': { window: 60, max: 10 } },
    },
    advanced: {
      cookiePrefix: 'atrium',
      useSecureCookies: options.secureCookies,
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    telemetry: { enabled: false },
    // It would warn that no base URL is set: none is needed, origins are checked against the request.
    logger: { level: 'error' },
  });
}

/** Drizzle over our own transactions, so that accounts use the same pools and the same ordinary role. */
function drizzleOver(database: Database) {
  return drizzle(async (text, values) => {
    const rows = await database.control(async ({ client }) => {
      const result = await client.query({ text, values, rowMode: 'array' });
      return result.rows;
    });
    return { rows };
  });
}
