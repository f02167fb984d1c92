import type { Database } from '@atrium/engine';
import { z } from 'zod';
import { type Accounts, MIN_PASSWORD_LENGTH } from './accounts.ts';
import { failure, type Result, success } from './result.ts';

export const newUserSchema = z.strictObject({
  name: z.string().trim().min(1, 'Tell us your name.').max(80),
  email: z.string().trim().toLowerCase().pipe(z.email('This is not an e-mail address.')),
  password: z
    .string()
    .min(MIN_PASSWORD_LENGTH, `Use at least ${MIN_PASSWORD_LENGTH} characters for the password.`)
    .max(200),
});

export type NewUser = z.infer<typeof newUserSchema>;

export interface User {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
}

/** Makes an account that can sign in with e-mail and password. */
export async function createUser(accounts: Accounts, input: unknown): Promise<Result<User>> {
  const parsed = newUserSchema.safeParse(input);
  if (!parsed.success) return invalid(parsed.error);
  const { name, email, password } = parsed.data;
  const { internalAdapter, password: hasher } = await accounts.$context;
  if (await internalAdapter.findUserByEmail(email)) {
    return failure('ALREADY_EXISTS', 'An account with this e-mail address exists. Sign in instead.');
  }
  const hash = await hasher.hash(password);
  const user = await internalAdapter.createUser(
    { name, email, emailVerified: false },
    { method: 'email-password' },
  );
  await internalAdapter.linkAccount({
    userId: user.id,
    providerId: 'credential',
    accountId: user.id,
    password: hash,
  });
  return success({ userId: user.id, name, email });
}

export function invalid(error: z.ZodError): Result<never> {
  const issues = error.issues.map(({ path, message }) => ({ path: path.map(String), message }));
  return failure('INVALID_INPUT', issues[0]?.message ?? 'The input is not valid.', { issues });
}

export function hasUsers(database: Database): Promise<boolean> {
  return database.control(async (tx) => {
    const { rows } = await tx.query<{ found: boolean }>('SELECT EXISTS (SELECT FROM auth_user) AS found');
    return rows[0]?.found ?? false;
  });
}

export function findUser(database: Database, email: string): Promise<User | undefined> {
  return database.control(async (tx) => {
    const { rows } = await tx.query<User>(
      'SELECT id AS "userId", name, email FROM auth_user WHERE email = $1',
      [email.trim().toLowerCase()],
    );
    return rows[0];
  });
}
