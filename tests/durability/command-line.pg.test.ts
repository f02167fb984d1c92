import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { temporaryDirectory } from '@atrium/engine/testing';
import { projectScope } from '@atrium/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lastJson, runCli, spawnCli, type Told } from '../live/spawn-server.ts';
import { until } from '../live/until.ts';
import { type House, openHouse } from './house.ts';

const ISSUES = 1_500;

/** Told to `atrium`, as people type it. */
const atrium = (line: string, env?: NodeJS.ProcessEnv): Promise<Told> => runCli(line.split(' '), env);

describe('what every command promises', () => {
  let elsewhere: { readonly path: string; remove(): Promise<void> };
  beforeAll(async () => {
    elsewhere = await temporaryDirectory();
  });
  afterAll(() => elsewhere.remove());

  /** The commands under one, as its help lists them. */
  function commandsIn(help: string): string[] {
    const list = /^Commands:\n((?: {2}.*\n?)*)/m.exec(help)?.[1] ?? '';
    const names = [...list.matchAll(/^ {2}(\w+)/gm)].map(([, name = '']) => name);
    return names.filter((name) => name !== 'help');
  }

  test('--help of every command says what it is for, and its exit codes, and ends with 0', async () => {
    const seen: string[] = [];
    const waiting: string[][] = [[]];
    while (waiting.length > 0) {
      const round = waiting.splice(0, 3);
      const told = await Promise.all(round.map((path) => runCli([...path, '--help'])));
      for (const [at, { code, stdout, stderr }] of told.entries()) {
        const path = round[at] ?? [];
        expect({ code, stderr }, path.join(' ')).toEqual({ code: 0, stderr: '' });
        expect(stdout).toContain(`Usage: atrium${path.length > 0 ? ` ${path.join(' ')}` : ''}`);
        const inner = commandsIn(stdout);
        if (path.length > 0 && inner.length === 0) expect(stdout).toContain('--json');
        seen.push(path.join(' '));
        waiting.push(...inner.map((name) => [...path, name]));
      }
    }
    expect(seen).toEqual(
      expect.arrayContaining(['', 'start', 'migrate', 'user create', 'import github', 'verify', 'doctor']),
    );
  }, 90_000);

  const WRONG: [line: string, code: number, error: string][] = [
    ['verify --nonsense --json', 2, 'USAGE'],
    ['user create --email a@b.example --password short --workspace w --role king --json', 2, 'USAGE'],
    ['start --port 70000 --json', 2, 'INVALID_INPUT'],
    ['tenant move acme --to postgres://me:word@db.example/x --json', 2, 'INVALID_INPUT'],
  ];
  test.each(WRONG)('%s is wrong usage, told to people and to programs', async (line, code, error) => {
    const told = await atrium(line);
    expect(told.code).toBe(code);
    expect(lastJson(told)).toMatchObject({ error: { code: error, message: expect.any(String) } });
    expect(told.stderr).not.toBe('');
    expect(told.stderr).not.toMatch(/\n\s+at /);
  });

  test('a database that does not answer is 4, in a sentence without its password', async () => {
    const databaseUrl = 'postgresql://someone:secretword@127.0.0.1:1/nothing';
    const told = await atrium(`verify --data ${elsewhere.path} --json`, { DATABASE_URL: databaseUrl });
    expect(told.code).toBe(4);
    expect(lastJson(told)).toMatchObject({ error: { code: 'UNREACHABLE' } });
    expect(told.stdout + told.stderr).not.toContain('secretword');
    expect(told.stderr).not.toMatch(/\n\s+at /);
  });
});

describe('the command line beside a running server', () => {
  let house: House;
  let archive: string;
  beforeAll(async () => {
    house = await openHouse();
    archive = join(house.dataDir, '..', 'archive.json');
    const at = '2021-01-01T00:00:00Z';
    const issues = Array.from({ length: ISSUES }, (_, index) => ({
      number: index + 1,
      id: `I_${index + 1}`,
      title: `Issue ${index + 1}`,
      url: `https://github.com/acme/boats/issues/${index + 1}`,
      state: index % 3 === 0 ? 'OPEN' : 'CLOSED',
      author: `author${index % 7}`,
      assignees: [],
      labels: index % 2 === 0 ? ['bug'] : [],
      body: `See #${((index * 5) % ISSUES) + 1}`,
      createdAt: at,
      updatedAt: at,
      closedAt: index % 3 === 0 ? null : at,
      comments: [{ author: 'bo', body: 'Same here', createdAt: at }],
    }));
    const labels = [{ name: 'bug', description: '', color: 'd73a4a' }];
    const whole = { magic: 'E!vIA5L86J2I', repo: 'acme/boats', labels, issues, pulls: [] };
    await writeFile(archive, JSON.stringify(whole));
  }, 90_000);
  afterAll(() => house.close());

  const beside = (line: string) => atrium(`${line} --data ${house.dataDir} --json`);

  test('[DB5] a second start on the same data directory is refused, with who has it', async () => {
    const told = await beside('start --port 0');
    expect(told.code).toBe(4);
    const { error } = lastJson(told) as { error: { code: string; message: string } };
    expect(error.code).toBe('DATA_DIRECTORY_IN_USE');
    expect(error.message).toContain(String(house.server.pid));
    expect(error.message).toContain(new URL(house.url).port);
  });

  test('a port that is taken is 4, and leaves nothing running', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const directory = await temporaryDirectory();
    const { port } = taken.address() as { port: number };
    const told = await atrium(`start --port ${port} --data ${join(directory.path, 'data')} --json`);
    expect(told.code).toBe(4);
    expect(lastJson(told)).toMatchObject({ error: { code: 'PORT_IN_USE' } });
    taken.close();
    await directory.remove();
  });

  test('what cannot be found or read is 3, and names it', async () => {
    const nobody = await beside('verify --workspace nowhere');
    expect(nobody.code).toBe(3);
    expect(lastJson(nobody)).toMatchObject({ error: { code: 'NOT_FOUND' } });
    const nothing = await beside(`import github ${archive}.not --workspace ${house.slug} --project DUR`);
    expect(nothing.code).toBe(3);
    expect(lastJson(nothing)).toMatchObject({
      error: { message: expect.stringContaining('archive.json.not') },
    });
  });

  test('doctor, migrate and user create end with one JSON object', async () => {
    expect(lastJson(await beside('migrate'))).toMatchObject({ migrated: true });
    const doctor = await beside('doctor');
    const { ok } = lastJson(doctor);
    expect(doctor.code).toBe(ok ? 0 : 5);
    const line = `user create --email new@test.example --password longenough10 --workspace ${house.slug}`;
    expect(lastJson(await beside(line))).toMatchObject({ created: true, email: 'new@test.example' });
    expect(lastJson(await beside(line))).toMatchObject({ created: false });
  });

  test('tenant list and a dry run of a move tell where a workspace is and what would move', async () => {
    const listed = lastJson(await beside('tenant list')) as { workspaces: object[] };
    expect(listed.workspaces).toMatchObject([{ slug: house.slug, placement: 'shared', move: null }]);
    const line = `tenant move ${house.slug} --to database:elsewhere --dry-run`;
    expect(lastJson(await beside(line))).toMatchObject({
      outcome: 'dry run',
      from: 'shared',
      rows: expect.any(Number),
    });
  });

  test('doctor says what is wrong with the Redis it was given, without any password', async () => {
    const env = {
      REDIS_URL: 'redis://:secretword@127.0.0.1:1',
      ATRIUM_DATABASES: 'far=postgres://me:secretword@127.0.0.1:1/far',
    };
    const told = await atrium(`doctor --data ${house.dataDir} --json`, env);
    expect(told.code).toBe(5);
    const { checks, settings } = lastJson(told) as { checks: object[]; settings: object };
    const detail = expect.stringMatching(/^REDIS_URL cannot be used: .*ECONNREFUSED/);
    expect(checks).toContainEqual({ name: 'Redis', ok: false, detail });
    expect(settings).toMatchObject({ redisUrl: '(set)', databases: ['far'] });
    expect(told.stdout + told.stderr).not.toContain('secretword');
  });

  test('an import that is killed half-way is completed by the next, while the people connected watch', async () => {
    const [client] = house.clients;
    if (!client) throw new Error('no client');
    await until(client.subscribe(projectScope(house.projectId)).status, ({ kind }) => kind === 'ready');
    const imported = client.store.view({ type: 'work_item', where: { project: house.projectId } });
    const args = ['import', 'github', archive, '--workspace', house.slug, '--project', 'DUR'];
    const tool = [...args, '--data', house.dataDir, '--json'];

    const first = spawnCli(tool);
    await until(imported, (rows) => rows.length > ISSUES / 10);
    first.kill('SIGKILL');
    await first.done;
    const atDeath = imported.get().length;
    expect(atDeath).toBeLessThan(ISSUES);

    const second = await runCli(tool);
    expect(second.code, second.stderr).toBe(0);
    const report = lastJson(second) as { items: { created: number; unchanged: number }; refused: unknown[] };
    expect(report.refused).toEqual([]);
    expect(report.items.created + report.items.unchanged).toBe(ISSUES);
    expect(report.items.unchanged).toBeGreaterThanOrEqual(atDeath);
    const rows = await until(imported, ({ length }) => length === ISSUES);
    expect(new Set(rows.map(({ fields }) => fields.title)).size).toBe(ISSUES);
    expect(new Set(rows.map(({ fields }) => fields.number)).size).toBe(ISSUES);
    await until(imported, (all) => all.every(({ fields }) => fields.commentCount === 1));

    const third = lastJson(await runCli(tool)) as { items: { created: number } };
    expect(third.items.created).toBe(0);
    const verified = await beside('verify');
    expect(verified.code).toBe(0);
    expect(lastJson(verified)).toMatchObject({ ok: true });
  }, 120_000);
});
