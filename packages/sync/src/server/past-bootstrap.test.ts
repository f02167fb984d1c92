import { evolve, projectScope, updateProject, WORKSPACE_SCOPE } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { type Bootstrapped, isBootstrapRefusal } from './bootstrap.ts';
import type { PastMoment, ScopePart } from './sync-engine.ts';
import { syncFixture } from './testing/sync-fixture.ts';

async function idsOf(bootstrapped: Bootstrapped): Promise<string[]> {
  if (isBootstrapRefusal(bootstrapped)) return [bootstrapped.code];
  let text = '';
  for await (const chunk of bootstrapped) text += chunk;
  const lines = text.trimEnd().split('\n');
  return lines.slice(0, -1).map((line) => (JSON.parse(line) as RecordState).id);
}

/** A fixture whose engine knows the past: everything, as a fold of the world's log. */
function withPast() {
  const fixture = syncFixture();
  const { world } = fixture.engine;
  async function* readScopeAt(_tenant: string, { at }: { at: PastMoment }): AsyncGenerator<ScopePart> {
    const position = 'position' in at ? at.position : 0;
    const records = new Map<string, RecordState>();
    for (const event of world.log.slice(0, position))
      records.set(event.recordId, evolve(records.get(event.recordId), event));
    yield { kind: 'position', position };
    yield { kind: 'records', records: [...records.values()] };
  }
  return { ...fixture, world, engine: Object.assign(fixture.engine, { readScopeAt }) };
}

test('[WIRE59] what was open then and is private now comes to nobody who may not read it now', async () => {
  const { server, engine, world, owner } = withPast();
  const { tenantId } = engine;
  const agent = world.person({ role: 'agent' });
  const project = world.project();
  const item = world.item(project);
  const at = { position: world.log.length };
  const read = (personId: string, scope: string) =>
    server.bootstrap({ tenantId, personId, scope, at }).then(idsOf);
  expect(await read(agent.id, WORKSPACE_SCOPE)).toEqual(expect.arrayContaining([project.id, item.id]));
  world.run(updateProject(project, { visibility: 'private' }));
  const now = await read(agent.id, WORKSPACE_SCOPE);
  expect(now).toContain(agent.id);
  expect(now).not.toContain(project.id);
  expect(now).not.toContain(item.id);
  expect(await read(agent.id, projectScope(project.id))).toEqual(['NOT_FOUND']);
  expect(await read(owner, WORKSPACE_SCOPE)).toEqual(expect.arrayContaining([project.id, item.id]));
});

test('[WIRE59] an engine that knows no past gives none', async () => {
  const { server, engine, owner } = syncFixture();
  const asked = { tenantId: engine.tenantId, personId: owner, scope: WORKSPACE_SCOPE, at: { position: 1 } };
  await expect(server.bootstrap(asked)).rejects.toThrow('past');
});
