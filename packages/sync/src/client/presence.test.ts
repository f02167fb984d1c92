import { projectScope } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { clientFixture } from './testing/client-fixture.ts';

test('[OFF70] what changes within a tick is told once, as it is in the end', async () => {
  const { client, server, clock, projectId } = await clientFixture();
  const scope = projectScope(projectId);
  for (const x of [1, 2, 3]) client.presence.set(scope, { x });
  expect(server.seen('presence')).toEqual([]);
  await clock.advance(50);
  expect(server.seen('presence')).toEqual([{ kind: 'presence', scope, state: { x: 3 } }]);
  client.presence.set(scope, { x: 3 });
  await clock.advance(50);
  expect(server.seen('presence')).toHaveLength(1);
});

test('[OFF71] others are shown, one is not among them, and the list is stable between changes', async () => {
  const { client, server, projectId } = await clientFixture();
  const scope = projectScope(projectId);
  const other = { connectionId: 'other', personId: newId(), state: { viewing: 'x' } };
  const self = { connectionId: 'c1', personId: server.personId, state: {} };
  const others = client.presence.of(scope);
  server.send({ kind: 'presence', scope, full: true, entries: [other, self] });
  expect(others.get()).toEqual([other]);
  expect(others.get()).toBe(others.get());
  server.send({ kind: 'presence', scope, full: false, entries: [{ ...other, state: null }] });
  expect(others.get()).toEqual([]);
});

test('[OFF72] after a loss nobody is shown, and what we told is told again', async () => {
  const { client, server, clock, projectId } = await clientFixture();
  const scope = projectScope(projectId);
  client.presence.set(scope, { x: 1 });
  await clock.advance(50);
  const entries = [{ connectionId: 'other', personId: newId(), state: {} }];
  server.send({ kind: 'presence', scope, full: true, entries });
  server.hangUp(1006);
  expect(client.presence.of(scope).get()).toEqual([]);
  await clock.advance(1_000);
  expect(server.seen('presence')).toHaveLength(2);
});
