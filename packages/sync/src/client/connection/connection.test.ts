import fc from 'fast-check';
import { expect, test } from 'vitest';
import { settle } from '../../shared/testing/virtual-clock.ts';
import { clientFixture } from '../testing/client-fixture.ts';

test('[OFF2] a lost connection is made again, and later each time it fails', async () => {
  const { client, server, clock } = await clientFixture();
  server.accepts = false;
  server.hangUp(1006);
  expect(client.status.get().connection).toBe('waiting');
  await clock.advance(4_000);
  const attempts = server.connections;
  await clock.advance(4_000);
  expect(server.connections - attempts).toBeLessThan(attempts - 1);
  server.accepts = true;
  await clock.advance(20_000);
  expect(client.status.get().connection).toBe('live');
});

test('[OFF2] 4401 pauses until someone signs in', async () => {
  const { client, server, clock } = await clientFixture();
  server.hangUp(4401);
  await clock.advance(120_000);
  expect(client.status.get().connection).toBe('unauthenticated');
  expect(server.connections).toBe(1);
  client.reconnect();
  await settle();
  expect(client.status.get().connection).toBe('live');
});

test('[OFF2] 4406 asks for a reload and never tries again', async () => {
  const { client, server, clock } = await clientFixture();
  server.hangUp(4406);
  client.reconnect();
  await clock.advance(120_000);
  expect(client.status.get().connection).toBe('outdated');
  expect(server.connections).toBe(1);
});

test('[OFF2] a socket that never opens for want of a session is told by plain HTTP', async () => {
  const { client, server, clock } = await clientFixture();
  server.accepts = false;
  server.bootstrapStatus = 401;
  server.hangUp(1006);
  await clock.advance(1_000);
  expect(client.status.get().connection).toBe('unauthenticated');
});

test('[OFF2] after GoAway the client comes back no sooner than asked', async () => {
  const { client, server, clock } = await clientFixture();
  server.send({ kind: 'goAway', reason: 'The server stops.', reconnectAfterMs: 5_000 });
  expect(client.status.get().connection).toBe('waiting');
  await clock.advance(4_900);
  expect(server.connections).toBe(1);
  await clock.advance(5_200);
  expect(client.status.get().connection).toBe('live');
});

test('[OFF3] one silent heartbeat brings a ping, two end the connection', async () => {
  const { client, server, clock } = await clientFixture();
  await clock.advance(server.heartbeatMs + 1_000);
  expect(server.seen('ping')).toHaveLength(1);
  expect(client.status.get().connection).toBe('live');
  await clock.advance(server.heartbeatMs);
  expect(server.connections).toBe(2);
});

test('[OFF3] the server hears back from its pings', async () => {
  const { server } = await clientFixture();
  server.send({ kind: 'ping', nonce: 7 });
  expect(server.seen('pong')).toEqual([{ kind: 'pong', nonce: 7 }]);
});

test('[OFF1] offline means no attempts, online means one at once', async () => {
  const { client, server, clock } = await clientFixture();
  client.setOnline(false);
  await clock.advance(60_000);
  expect(server.connections).toBe(1);
  client.setOnline(true);
  await settle();
  expect(client.status.get().connection).toBe('live');
});

test('[OFF5] bytes that are no frame end that connection and nothing else; unknown kinds are passed over', async () => {
  const { client, server, clock } = await clientFixture();
  const records = client.store.size;
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
      server.sendBytes(bytes);
      await clock.advance(60_000);
      expect(client.status.get().connection).toBe('live');
    }),
    { numRuns: 60 },
  );
  expect(client.store.size).toBe(records);
});
