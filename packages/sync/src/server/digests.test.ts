import {
  createComment,
  deleteWorkItem,
  MOST_RANGES,
  projectScope,
  rangeOf,
  recordScope,
  setPersonRole,
  updateProject,
  updateWorkItem,
  WORKSPACE_SCOPE,
} from '@atrium/model';
import { newId, type RecordState } from '@atrium/protocol';
import { describe, expect, test } from 'vitest';
import { type BootstrapLine, isBootstrapEnd } from '../shared/bootstrap-lines.ts';
import { RangeDigests, type ScopeDigests } from '../shared/digest-ranges.ts';
import { type BootstrapRequest, isBootstrapRefusal } from './bootstrap.ts';
import type { SyncServer } from './sync-server.ts';
import { syncFixture } from './testing/sync-fixture.ts';

async function recordsOf(server: SyncServer, request: BootstrapRequest): Promise<RecordState[]> {
  const stream = await server.bootstrap(request);
  if (isBootstrapRefusal(stream)) throw new Error(stream.code);
  let text = '';
  for await (const chunk of stream) text += chunk;
  const lines = text.trimEnd().split('\n');
  return lines
    .map((line) => JSON.parse(line) as BootstrapLine)
    .filter((line): line is RecordState => !isBootstrapEnd(line));
}

async function digestsOf(server: SyncServer, asked: BootstrapRequest, ranges = 16): Promise<ScopeDigests> {
  const { tenantId, personId, scope } = asked;
  const answer = await server.digests({ tenantId, personId, scope, ranges });
  if ('code' in answer) throw new Error(answer.code);
  return answer;
}

function valuesOf(records: readonly RecordState[], ranges = 16): string[] {
  const digests = new RangeDigests(ranges);
  for (const record of records) digests.add(record);
  return digests.values();
}

function withWork() {
  const fixture = syncFixture();
  const { world, tenantId } = fixture.engine;
  const project = world.project();
  const items = Array.from({ length: 300 }, () => world.item(project));
  const asked = (scope: string, personId = fixture.owner) => ({ tenantId, personId, scope });
  return { ...fixture, world, tenantId, project, items, asked };
}

describe('digests', () => {
  test('[WIRE55] the digests of a scope are those of what a bootstrap gives, at the same position', async () => {
    const { engine, server, world, project, items, asked } = withWork();
    const [item, gone] = items;
    if (!item || !gone) throw new Error('no items');
    world.run(createComment(newId(), { subject: item.id, body: 'Hello' }));
    world.run(deleteWorkItem(gone));
    for (const scope of [WORKSPACE_SCOPE, projectScope(project.id), recordScope(item.id)]) {
      const records = await recordsOf(server, asked(scope));
      for (const ranges of [1, 16, MOST_RANGES]) {
        expect(await digestsOf(server, asked(scope), ranges)).toEqual({
          position: engine.world.log.length,
          count: records.length,
          ranges: valuesOf(records, ranges),
        });
      }
    }
  });

  test('[WIRE55] a change shows in the range of its record alone', async () => {
    const { server, world, project, items, asked } = withWork();
    const scope = projectScope(project.id);
    const before = await digestsOf(server, asked(scope));
    const [item] = items;
    if (!item) throw new Error('no item');
    world.run(updateWorkItem(item, { set: { title: 'Changed' } }));
    const after = await digestsOf(server, asked(scope));
    expect(after.position).toBe(before.position + 1);
    const changed = after.ranges.flatMap((value, range) => (value === before.ranges[range] ? [] : [range]));
    expect(changed).toEqual([rangeOf(item.id, 16)]);
  });

  test('[WIRE56] rights are those of a bootstrap: everyone gets the digests of what they see', async () => {
    const { server, world, tenantId, asked } = withWork();
    const people = (['owner', 'admin', 'manager', 'agent', 'readOnly'] as const).map((role) =>
      world.person({ role }),
    );
    for (const key of ['SEA', 'SEB', 'SEC']) {
      const members = { [people[3]?.id ?? '']: 'member' as const };
      world.project({ key, visibility: 'private', ...(key === 'SEB' && { members }) });
    }
    const seen = new Set<string>();
    for (const { id } of people) {
      const digests = await digestsOf(server, asked(WORKSPACE_SCOPE, id));
      const records = await recordsOf(server, asked(WORKSPACE_SCOPE, id));
      expect(digests).toMatchObject({ count: records.length, ranges: valuesOf(records) });
      seen.add(digests.ranges.join());
    }
    expect(seen.size).toBe(3);
    const hidden = world.project({ key: 'HID', visibility: 'private' });
    const hiddenItem = world.item(hidden);
    const personId = people[3]?.id ?? '';
    const scopes = [projectScope(hidden.id), recordScope(hiddenItem.id), projectScope(newId()), 'nonsense'];
    for (const scope of scopes) {
      expect(await server.digests({ tenantId, personId, scope, ranges: 1 })).toMatchObject({
        code: 'NOT_FOUND',
      });
    }
    expect(
      await server.digests({ tenantId, personId: newId(), scope: WORKSPACE_SCOPE, ranges: 1 }),
    ).toMatchObject({ code: 'FORBIDDEN' });
    for (const ranges of [0, 3, 512, 1.5]) {
      const answer = await server.digests({ ...asked(WORKSPACE_SCOPE), ranges });
      expect(answer).toMatchObject({ code: 'INVALID_INPUT' });
    }
  });

  test('[WIRE56] a role that changes while the view is read never mixes with the view of another', async () => {
    const { engine, server, world, asked } = withWork();
    const agent = world.person({ role: 'agent' });
    world.project({ key: 'SEC', visibility: 'private' });
    const readScope = engine.readScope.bind(engine);
    let changes = 1;
    engine.readScope = async function* (...of) {
      yield* readScope(...of);
      if (changes-- > 0) world.run(setPersonRole(world.get(agent.id), { role: 'admin' }));
    };
    const digests = await digestsOf(server, asked(WORKSPACE_SCOPE, agent.id));
    expect(digests.position).toBe(world.log.length);
    const records = await recordsOf(server, asked(WORKSPACE_SCOPE, agent.id));
    expect(digests.ranges).toEqual(valuesOf(records));
    changes = 100;
    world.run(setPersonRole(world.get(agent.id), { role: 'agent' }));
    engine.readScope = async function* (...of) {
      yield* readScope(...of);
      const role = changes-- % 2 === 0 ? 'admin' : 'agent';
      world.run(setPersonRole(world.get(agent.id), { role }));
    };
    expect(await server.digests({ ...asked(WORKSPACE_SCOPE, agent.id), ranges: 1 })).toMatchObject({
      code: 'UNAVAILABLE',
    });
  });

  test('[WIRE57] a scope that did not change is read once for everyone, a changing one once for all who wait', async () => {
    const { server, world, project, asked } = withWork();
    const scope = projectScope(project.id);
    const ask = () => digestsOf(server, asked(scope));
    await Promise.all(Array.from({ length: 50 }, ask));
    expect(server.stats()).toMatchObject({ digests: 50, digestRuns: 1 });
    const waves = Array.from({ length: 20 }, async () => {
      world.run(updateProject(world.get(project.id), { name: `Name ${world.log.length}` }));
      return ask();
    });
    const all = await Promise.all(waves);
    expect(server.stats().digestRuns).toBeLessThanOrEqual(4);
    expect(Math.max(...all.map(({ position }) => position))).toBe(world.log.length);
  });

  test('[WIRE57] one scope is read at a time, and rests nine times as long as it took', async () => {
    const { engine, server, clock, world, project, items, asked } = withWork();
    const readScope = engine.readScope.bind(engine);
    let open = 0;
    let most = 0;
    engine.readScope = async function* (...of) {
      most = Math.max(most, ++open);
      await new Promise<void>((resolve) => clock.setTimer(100, resolve));
      yield* readScope(...of);
      open--;
    };
    const scopes = [
      WORKSPACE_SCOPE,
      projectScope(project.id),
      ...items.slice(0, 5).map(({ id }) => recordScope(id)),
    ];
    const first = Promise.all(scopes.map((scope) => digestsOf(server, asked(scope))));
    await clock.advance(700);
    await first;
    expect(most).toBe(1);
    world.run(updateProject(project, { name: 'Again' }));
    let done = false;
    const again = digestsOf(server, asked(WORKSPACE_SCOPE)).then(() => {
      done = true;
    });
    // Ended at 100, rested 600 of 900.
    await clock.advance(290);
    expect(done).toBe(false);
    await clock.advance(120);
    await again;
  });

  test('[WIRE57] who asks too often is refused, and so is everyone while too many wait', async () => {
    const fixture = syncFixture({
      digests: { rate: { points: 5, seconds: 60 }, waiting: 2, kept: 2, longestRestMs: 0 },
    });
    const { engine, server, owner } = fixture;
    const { world, tenantId } = engine;
    const project = world.project();
    const items = Array.from({ length: 4 }, () => world.item(project));
    const ask = (scope: string, personId = owner) => server.digests({ tenantId, personId, scope, ranges: 1 });
    const answers = await Promise.all(items.map(({ id }) => ask(recordScope(id))));
    expect(answers.map((answer) => 'code' in answer && answer.code)).toEqual([
      false,
      false,
      'UNAVAILABLE',
      'UNAVAILABLE',
    ]);
    expect(await ask(WORKSPACE_SCOPE)).toMatchObject({ position: world.log.length });
    expect(await ask(WORKSPACE_SCOPE)).toMatchObject({ code: 'RATE_LIMITED' });
    expect(await ask(WORKSPACE_SCOPE, world.person({ role: 'agent' }).id)).toMatchObject({ count: 4 });
  });

  test('[WIRE57] a read that failed is not kept', async () => {
    const { engine, server, asked } = withWork();
    const readScope = engine.readScope.bind(engine);
    engine.readScope = () => {
      throw new Error('The database is away');
    };
    await expect(digestsOf(server, asked(WORKSPACE_SCOPE))).rejects.toThrow('away');
    engine.readScope = readScope;
    expect((await digestsOf(server, asked(WORKSPACE_SCOPE))).count).toBeGreaterThan(0);
  });

  test('[WIRE58] a bootstrap of ranges gives these and nothing else, and is counted', async () => {
    const { server, project, asked } = withWork();
    const scope = projectScope(project.id);
    const all = await recordsOf(server, asked(scope));
    const wanted = [2, 7];
    const some = await recordsOf(server, { ...asked(scope), ranges: { count: 16, wanted } });
    const expected = all.filter(({ id }) => wanted.includes(rangeOf(id, 16)));
    expect(some.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
    expect(server.stats().rangesRepaired).toBe(2);
  });
});
