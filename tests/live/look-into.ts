import { createEngine, type Engine, openDatabase, openPostgres } from '@atrium/engine';
import { IDENTITY_MIGRATIONS } from '@atrium/identity';

export interface Store {
  readonly dataDir: string;
  /** Instead of the one in the data directory. */
  readonly databaseUrl?: string;
}

/** A look into the store beside the servers that run on it. */
export async function lookInto<T>(store: Store, work: (engine: Engine) => Promise<T>): Promise<T> {
  const postgres = await openPostgres({ ...store, role: 'tool' });
  const database = await openDatabase(postgres, { migrations: [IDENTITY_MIGRATIONS] });
  const engine = createEngine({ database });
  try {
    return await work(engine);
  } finally {
    await engine.close();
    await database.close();
    await postgres.close();
  }
}
