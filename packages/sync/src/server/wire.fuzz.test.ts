import { createProject, createWorkItem, projectScope, WORKSPACE_SCOPE } from '@atrium/model';
import { type ClientFrame, encodeClientFrame, newId } from '@atrium/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { settle } from '../shared/testing/virtual-clock.ts';
import { syncFixture } from './testing/sync-fixture.ts';

const CLOSES = [4400, 4413, 4429];
const issuedAt = '2026-01-01T00:00:00.000Z';

test('[SESS30] random bytes never harm: a typed problem, one connection closed, the others unmoved', async () => {
  const { engine, owner, join, server, command } = syncFixture();
  const witness = await join(owner, { userId: 'witness' });
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      const peer = await join(owner);
      peer.putBytes(bytes);
      await settle();
      if (peer.closeCode !== undefined) {
        expect(CLOSES).toContain(peer.closeCode);
        expect(peer.of('problem').at(-1)?.closeCode).toBe(peer.closeCode);
      }
      peer.connection?.closed();
    }),
    { numRuns: 400 },
  );
  const project = engine.world.project();
  await witness.command(command(createWorkItem(newId(), { project: project.id, title: 'Still here' })));
  expect(witness.of('ack')).toHaveLength(1);
  expect(server.stats().openConnections).toBe(1);
});

test('[SESS30] mutated frames never harm, whatever state they meet', async () => {
  const { engine, owner, join, server } = syncFixture();
  const project = engine.world.project();
  const item = engine.world.item(project);
  const frames: ClientFrame[] = [
    { kind: 'hello', minVersion: 1, maxVersion: 1, tenantId: engine.tenantId, clientId: 'c', appVersion: '' },
    { kind: 'subscribe', scope: projectScope(project.id), fromPosition: 1 },
    { kind: 'unsubscribe', scope: projectScope(project.id) },
    { kind: 'presence', scope: WORKSPACE_SCOPE, state: { viewing: project.id } },
    { kind: 'ping', nonce: 1 },
    {
      kind: 'command',
      command: {
        id: newId(),
        name: 'work_item.update',
        recordId: item.id,
        baseVersion: 1,
        ownVersions: [2, 3],
        input: { set: { title: 'Fuzzed' } },
        issuedAt,
      },
    },
  ];
  const encoded = frames.map(encodeClientFrame);
  const change = fc.record({ at: fc.nat(400), to: fc.nat(255), cut: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(frames.length - 1), fc.array(change, { maxLength: 3 })), { maxLength: 12 }),
      async (sent) => {
        const peer = await join(owner);
        for (const [which, changes] of sent) {
          let bytes = Uint8Array.from(encoded[which] ?? []);
          for (const { at, to, cut } of changes) {
            if (cut) bytes = bytes.slice(0, at);
            else if (bytes.length > 0) bytes[at % bytes.length] = to;
          }
          peer.putBytes(bytes);
        }
        await settle();
        if (peer.closeCode !== undefined) expect(peer.of('problem').at(-1)?.closeCode).toBe(peer.closeCode);
        peer.connection?.closed();
      },
    ),
    { numRuns: 300 },
  );
  expect(server.stats().openConnections).toBe(0);
});

test('[WIRE60] no frame with ids of another tenant, in any place, brings out anything of it', async () => {
  const here = syncFixture();
  const there = syncFixture();
  // Both worlds count their ids alike; fresh ones make sure that a hit is a leak.
  const secretId = newId();
  there.engine.run(createProject(secretId, { key: 'ELS', name: 'Elsewhere only' }));
  const peer = await here.join(here.owner);
  const head = here.engine.world.log.length;
  for (const scope of [projectScope(secretId), `record:${secretId}`]) {
    await peer.subscribe(scope, 0);
    await peer.subscribe(scope, head);
    await peer.presence(scope, { viewing: secretId });
  }
  await peer.command(here.command(createWorkItem(newId(), { project: secretId, title: 'x' })));
  await peer.command({
    id: newId(),
    name: 'project.update',
    recordId: secretId,
    baseVersion: 1,
    input: { name: 'Taken' },
    issuedAt,
  });

  expect(peer.of('withdrawn').map(({ reason }) => reason)).toEqual([
    'not_found',
    'not_found',
    'not_found',
    'not_found',
  ]);
  expect(peer.of('refused').map(({ refusal }) => refusal.code)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  expect(peer.of('subscribed')).toEqual([]);
  expect(JSON.stringify(peer.frames)).not.toContain('Elsewhere only');
});
