import {
  createComment,
  deleteProject,
  deleteWorkItem,
  projectScope,
  recordScope,
  updateProject,
  WORKSPACE_SCOPE,
} from '@atrium/model';
import { newId, type RecordState } from '@atrium/protocol';
import { describe, expect, test } from 'vitest';
import { type BootstrapEnd, type BootstrapLine, isBootstrapEnd } from '../shared/bootstrap-lines.ts';
import { digestOf } from '../shared/digest.ts';
import { type Bootstrapped, isBootstrapRefusal } from './bootstrap.ts';
import { syncFixture } from './testing/sync-fixture.ts';

async function read(bootstrapped: Bootstrapped): Promise<{ records: RecordState[]; end: BootstrapEnd }> {
  if (isBootstrapRefusal(bootstrapped)) throw new Error(bootstrapped.code);
  let text = '';
  for await (const chunk of bootstrapped) text += chunk;
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as BootstrapLine);
  const end = lines.pop();
  if (!end || !isBootstrapEnd(end)) throw new Error('The stream has no end');
  return { records: lines as RecordState[], end };
}

describe('bootstrap', () => {
  test('[WIRE50] the records of a scope, then position, count and digest', async () => {
    const { engine, server, owner } = syncFixture();
    const { world, tenantId } = engine;
    const project = world.project();
    for (let made = 0; made < 1_200; made++) world.item(project);
    const { records, end } = await read(
      await server.bootstrap({ tenantId, personId: owner, scope: projectScope(project.id) }),
    );

    const items = records.filter(({ type }) => type === 'work_item');
    expect(items).toHaveLength(1_200);
    expect(records.find(({ id }) => id === project.id)).toEqual(project);
    expect(end).toEqual({ position: world.log.length, count: records.length, digest: digestOf(records) });
  });

  test('[WIRE50] comments come with their record, deleted records do not come', async () => {
    const { engine, server, owner } = syncFixture();
    const { world, tenantId } = engine;
    const project = world.project();
    const item = world.item(project);
    const gone = world.item(project);
    world.run(deleteWorkItem(gone));
    const comment = world.run(createComment(newId(), { subject: item.id, body: 'Hello' }));

    const inItem = await read(
      await server.bootstrap({ tenantId, personId: owner, scope: recordScope(item.id) }),
    );
    expect(inItem.records.map(({ id }) => id).sort()).toEqual([item.id, comment.id].sort());
    const inProject = await read(
      await server.bootstrap({ tenantId, personId: owner, scope: projectScope(project.id) }),
    );
    const ids = inProject.records.map(({ id }) => id);
    expect(ids).toContain(item.id);
    expect(ids).not.toContain(gone.id);
    expect(ids).not.toContain(comment.id);
  });

  test('[WIRE51] the workspace shows a private project to its members and admins only', async () => {
    const { engine, server, owner } = syncFixture();
    const { world, tenantId } = engine;
    const agent = world.person({ role: 'agent' });
    const open = world.project();
    const secret = world.project({ key: 'SEC', visibility: 'private' });
    const projects = async (personId: string) => {
      const { records } = await read(await server.bootstrap({ tenantId, personId, scope: WORKSPACE_SCOPE }));
      return records.filter(({ type }) => type === 'project').map(({ id }) => id);
    };

    expect(await projects(agent.id)).toEqual([open.id]);
    expect(await projects(owner)).toEqual([open.id, secret.id]);
  });

  test('[WIRE51] what may not be seen, does not exist or is no scope is refused alike, and the view is let go', async () => {
    const { engine, server } = syncFixture();
    const { world, tenantId } = engine;
    const agent = world.person({ role: 'agent' });
    const secret = world.project({ key: 'SEC', visibility: 'private' });
    const item = world.item(secret);
    const dead = world.project({ key: 'DED' });
    const deadItem = world.item(dead);
    world.run(deleteProject(dead));
    const scopes = [secret.id, item.id, newId(), dead.id, deadItem.id].flatMap((id) => [
      projectScope(id),
      recordScope(id),
    ]);
    for (const scope of [...scopes, 'nonsense', 'project:', `project:${agent.id}`]) {
      const answer = await server.bootstrap({ tenantId, personId: agent.id, scope });
      expect(answer, scope).toMatchObject({ code: 'NOT_FOUND' });
    }
    const stranger = await server.bootstrap({ tenantId, personId: newId(), scope: WORKSPACE_SCOPE });
    expect(stranger).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('[WIRE51] rights that end while a slow reader takes its time break the stream off', async () => {
    const { engine, server, clock } = syncFixture();
    const { world, tenantId } = engine;
    const agent = world.person({ role: 'agent' });
    const project = world.project();
    for (let made = 0; made < 1_600; made++) world.item(project);
    const stream = await server.bootstrap({ tenantId, personId: agent.id, scope: projectScope(project.id) });
    if (isBootstrapRefusal(stream)) throw new Error(stream.code);
    let text = '';
    for await (const chunk of stream) {
      if (text === '') {
        world.run(updateProject(project, { visibility: 'private' }));
        await clock.advance(600);
      }
      text += chunk;
    }
    expect(text.trimEnd().split('\n')).toHaveLength(500);
    expect(text).not.toContain('"digest"');
  });

  test('[WIRE53] it is read only as fast as it is taken', async () => {
    const { engine, server, owner } = syncFixture();
    const { world, tenantId } = engine;
    const project = world.project();
    for (let made = 0; made < 1_600; made++) world.item(project);
    let pulled = 0;
    const readScope = engine.readScope.bind(engine);
    engine.readScope = async function* (...asked) {
      for await (const part of readScope(...asked)) {
        pulled++;
        yield part;
      }
    };
    const stream = await server.bootstrap({ tenantId, personId: owner, scope: projectScope(project.id) });
    if (isBootstrapRefusal(stream)) throw new Error(stream.code);
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    expect(pulled).toBe(2);
    await iterator.return?.();
    expect(pulled).toBe(2);
  });
});
