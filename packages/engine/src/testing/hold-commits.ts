import pg from 'pg';
import type { PostgresHandle } from '../postgres/postgres-handle.ts';

/** The id of the lock that marked commits wait for. */
const LOCK = 7_702_011;

/** Makes commits wait: those whose events set a field `title` that begins with `late`. */
export interface HeldCommits {
  /** From now on marked commits wait. */
  hold(): Promise<void>;
  /** Resolves once so many wait: everything is written, nothing is committed. */
  waiting(count?: number): Promise<void>;
  /** Lets go of all that wait. */
  release(): Promise<void>;
  close(): Promise<void>;
}

/** A deferred trigger on the log: it runs after everything else of a transaction, inside of its COMMIT. */
export async function holdCommits(postgres: PostgresHandle): Promise<HeldCommits> {
  const admin = new pg.Client(postgres.connection);
  await admin.connect();
  await admin.query(`
    CREATE OR REPLACE FUNCTION hold_late_commits() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.patch -> 'set' ->> 'title' LIKE 'late%' THEN
        PERFORM pg_advisory_xact_lock_shared(${LOCK});
      END IF;
      RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS hold_late_commits ON events;
    CREATE CONSTRAINT TRIGGER hold_late_commits AFTER INSERT ON events
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hold_late_commits();`);
  return {
    async hold() {
      await admin.query(`SELECT pg_advisory_lock(${LOCK})`);
    },
    async waiting(count = 1) {
      for (;;) {
        const { rows } = await admin.query<{ waiting: string }>(
          `SELECT count(*) AS waiting FROM pg_locks
           WHERE locktype = 'advisory' AND objid = ${LOCK} AND NOT granted
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        );
        if (Number(rows[0]?.waiting) >= count) return;
      }
    },
    async release() {
      await admin.query(`SELECT pg_advisory_unlock(${LOCK})`);
    },
    close: () => admin.end(),
  };
}
