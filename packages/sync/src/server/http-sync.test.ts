import { createWorkItem, updateWorkItem } from '@atrium/model';
import { type Command, newId } from '@atrium/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandFrom } from './command-from-json.ts';
import type { BatchRequest } from './http-sync.ts';
import { syncFixture } from './testing/sync-fixture.ts';

const batch = (request: Pick<BatchRequest, 'tenantId' | 'personId' | 'body'>): BatchRequest => ({
  ...request,
  userId: `user-${request.personId}`,
  ip: '127.0.0.1',
  via: 'web',
});

describe('sync over HTTP', () => {
  test('[HTTP1] the same ids have the same outcomes as over the socket, in the order they came', async () => {
    const { engine, owner, server, join, command } = syncFixture();
    const { tenantId } = engine;
    const project = engine.world.project();
    const created = command(createWorkItem(newId(), { project: project.id, title: 'One' }));
    const renamed: Command = {
      ...command(updateWorkItem({ id: created.recordId, version: 1 }, { set: { title: 'Two' } })),
    };
    const body = { tenantId, commands: [created, renamed, { id: 'no', name: 'x' }] };
    const answer = await server.submitBatch(batch({ tenantId, personId: owner, body }));

    expect(answer).toMatchObject({
      outcomes: [
        { commandId: created.id, outcome: { kind: 'committed', version: 1 } },
        { commandId: renamed.id, outcome: { kind: 'committed', version: 2 } },
        { commandId: 'no', outcome: { kind: 'refused', refusal: { code: 'INVALID_INPUT' } } },
      ],
    });
    const peer = await join(owner);
    await peer.command(created);
    expect(peer.of('ack')).toMatchObject([{ commandId: created.id, version: 1 }]);
    expect(engine.world.get(created.recordId).version).toBe(2);
  });

  test('[HTTP2] once the store is lost, the rest is not tried', async () => {
    const { engine, owner, server, command } = syncFixture();
    const { tenantId } = engine;
    const project = engine.world.project();
    engine.lost = true;
    const before = engine.reads;
    const commands = [1, 2, 3].map(() =>
      command(createWorkItem(newId(), { project: project.id, title: 'x' })),
    );
    const answer = await server.submitBatch(batch({ tenantId, personId: owner, body: { commands } }));

    expect(engine.reads).toBe(before + 1);
    expect('outcomes' in answer && answer.outcomes.map(({ outcome }) => outcome)).toMatchObject(
      commands.map(() => ({ kind: 'refused', refusal: { code: 'UNAVAILABLE' } })),
    );
  });

  test('[HTTP3] a body that is none, and one too long, are refused as a whole', async () => {
    const { engine, owner, server } = syncFixture({ syncBatch: 2 });
    const { tenantId } = engine;
    for (const body of [undefined, null, 7, 'x', [], {}, { commands: 'x' }]) {
      expect(await server.submitBatch(batch({ tenantId, personId: owner, body }))).toMatchObject({
        code: 'INVALID_INPUT',
      });
    }
    const body = { commands: [1, 2, 3] };
    expect(await server.submitBatch(batch({ tenantId, personId: owner, body }))).toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
  });

  test('[HTTP5] commands count towards the rates of user, address and tenant, with those of sockets', async () => {
    const rate = (points: number) => ({ points, seconds: 60 });
    const { engine, owner, server, command } = syncFixture({
      rates: { connection: rate(100), user: rate(5), ip: rate(100), tenant: rate(100) },
    });
    const { tenantId } = engine;
    const project = engine.world.project();
    const commands = () =>
      [1, 2, 3].map(() => command(createWorkItem(newId(), { project: project.id, title: 'x' })));
    const first = await server.submitBatch(
      batch({ tenantId, personId: owner, body: { commands: commands() } }),
    );
    expect(first).toHaveProperty('outcomes');
    const before = engine.world.log.length;
    const second = await server.submitBatch(
      batch({ tenantId, personId: owner, body: { commands: commands() } }),
    );
    expect(second).toMatchObject({ code: 'RATE_LIMITED', details: { retryAfterMs: expect.any(Number) } });
    expect(engine.world.log.length).toBe(before);
  });

  test('[HTTP6] the log says whether a page or a program sent it', async () => {
    const { engine, owner, server, command } = syncFixture();
    const { tenantId } = engine;
    const project = engine.world.project();
    for (const via of ['web', 'api'] as const) {
      const created = command(createWorkItem(newId(), { project: project.id, title: via }));
      await server.submitBatch({
        ...batch({ tenantId, personId: owner, body: { commands: [created] } }),
        via,
      });
      expect(engine.world.log.at(-1)?.actor).toEqual({ personId: owner, via });
    }
  });

  test('[HTTP4] an actor or an origin in the body changes nothing', () => {
    const command = {
      id: newId(),
      name: 'work_item.create',
      recordId: newId(),
      baseVersion: 0,
      input: {},
      issuedAt: '2026-01-01T00:00:00.000Z',
    };
    expect(commandFrom({ ...command, actor: { via: 'system' }, origin: { at: 'x' } })).toEqual(command);
  });

  test('[HTTP4] whatever the JSON, the answer is a command or a refusal', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue()), (value, more) => {
        const base = { id: newId(), recordId: newId(), name: 'x', issuedAt: '2026-01-01T00:00:00.000Z' };
        for (const candidate of [value, { ...base, baseVersion: value, input: more }, { ...base, ...more }]) {
          const read = commandFrom(candidate);
          if (!('code' in read)) expect(read.id).toBe(base.id);
        }
      }),
      { numRuns: 300 },
    );
  });
});
