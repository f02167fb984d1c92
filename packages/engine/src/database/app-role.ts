import type pg from 'pg';
import type { Tx } from './tx.ts';

/** The role every connection of ours works as: it can log in nowhere, own nothing and bypass no row security. */
export const APP_ROLE = 'atrium_app';

const ALREADY_THERE = new Set(['42710', '23505']);

/** Makes the role if it is missing, and lets the login user become it. Roles belong to the whole server. */
export async function ensureAppRole(owner: pg.ClientBase): Promise<void> {
  const { rows } = await owner.query<{ unsafe: boolean }>(
    `SELECT rolsuper OR rolbypassrls AS unsafe FROM pg_roles WHERE rolname = '${APP_ROLE}'`,
  );
  const found = rows[0];
  if (found?.unsafe) {
    throw new Error(`The role ${APP_ROLE} is a superuser or bypasses row security; it must do neither.`);
  }
  if (!found) await createRole(owner);
  const member = await owner.query<{ ok: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_auth_members WHERE roleid = '${APP_ROLE}'::regrole
       AND member = current_user::regrole) AS ok`,
  );
  if (!member.rows[0]?.ok) await ignoringRaces(owner.query(`GRANT ${APP_ROLE} TO CURRENT_USER`));
}

async function createRole(owner: pg.ClientBase): Promise<void> {
  await ignoringRaces(
    owner.query(
      `CREATE ROLE ${APP_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION NOINHERIT`,
    ),
  );
}

// Two databases of one server may be opened for the first time at the same moment.
async function ignoringRaces(query: Promise<unknown>): Promise<void> {
  try {
    await query;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === '42501') {
      throw new Error(
        `The database user may not create the role ${APP_ROLE}. Let an administrator run: ` +
          `CREATE ROLE ${APP_ROLE} NOLOGIN NOINHERIT; GRANT ${APP_ROLE} TO <the user in DATABASE_URL>;`,
        { cause: error },
      );
    }
    if (!ALREADY_THERE.has(code) && code !== 'XX000') throw error;
  }
}

// A pooler between us and the database may drop the setting, and then every tenant would be open to every other.
export async function assertAppRole(tx: Tx): Promise<void> {
  const { rows } = await tx.query<{ role: string }>('SELECT current_user AS role');
  if (rows[0]?.role === APP_ROLE) return;
  throw new Error(
    `Connections do not work as ${APP_ROLE} but as ${rows[0]?.role}. Connect to PostgreSQL directly, or let the pooler pass on startup options.`,
  );
}
