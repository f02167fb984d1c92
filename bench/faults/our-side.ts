import { createWorkspace, type Result } from '@atrium/identity';
import { type CommandDraft, createProject } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { type RunningServer, readSettings, startServer } from '@atrium/server';
import pg from 'pg';
import { CuttingProxy } from './cutting-proxy.ts';
import type { OpenSide } from './side.ts';

const PASSWORD = 'correct horse battery';

/** The server fails at what is called so: it cannot be stored. */
const POISON = `
  CREATE FUNCTION bench_poison() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.patch #>> '{set,title}' LIKE 'poisoned%' THEN RAISE EXCEPTION 'This cannot be stored.'; END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER bench_poison BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION bench_poison()`;

/** The real server, with a workspace and a project. */
export async function openOurSide(webFolder: string, dataDir: string): Promise<OpenSide> {
  const proxy = new CuttingProxy();
  const port = await proxy.open();
  const url = `http://127.0.0.1:${port}`;
  const settings = readSettings({ port: 0, dataDir, logLevel: 'silent', allowedOrigins: url }, {});
  const server = await startServer(settings, { webFolder, limitSignIns: false });
  proxy.leadTo(Number(new URL(server.url).port));
  const { engine, identity, postgres } = server.services;
  const owner = new pg.Client(postgres.connection);
  await owner.connect();
  await owner.query(POISON);
  const email = `${newId().slice(-12)}@bench.example`;
  const user = orThrow(await identity.createUser({ name: 'Writer', email, password: PASSWORD }));
  const { tenantId, personId } = orThrow(await createWorkspace(engine, user, { name: 'Troubled' }));
  const projectId = newId();
  await submit(server, { tenantId, personId }, createProject(projectId, { key: 'TRY', name: 'Troubled' }));
  return {
    proxy,
    url,
    who: { tenantId, personId, projectId },
    async signIn(context) {
      const response = await context.request.post(`${url}/api/auth/sign-in/email`, {
        headers: { origin: url },
        data: { email, password: PASSWORD },
      });
      if (!response.ok()) throw new Error(`Sign-in failed with ${response.status()}.`);
    },
    async signOutEverywhere() {
      await owner.query('DELETE FROM auth_session');
    },
    async titles() {
      const { rows } = await owner.query<{ title: string }>(
        `SELECT fields ->> 'title' AS title FROM records WHERE type = 'work_item'`,
      );
      return rows.map(({ title }) => title);
    },
    async close() {
      await owner.end();
      await proxy.close();
      await server.close();
    },
  };
}

async function submit(
  server: RunningServer,
  { tenantId, personId }: { readonly tenantId: string; readonly personId: string },
  draft: CommandDraft,
): Promise<void> {
  const command = { ...draft, id: newId(), issuedAt: new Date().toISOString() };
  const outcome = await server.services.engine.submit(tenantId, { personId, via: 'web' }, command);
  if (outcome.kind === 'refused') throw new Error(outcome.refusal.message);
}

function orThrow<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.refusal.message);
}
