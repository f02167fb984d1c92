import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { trackRequests } from './track-requests.ts';

test('a stop waits for what is being answered, whose connections are not used again', async () => {
  const http = Fastify();
  const requests = trackRequests(http);
  let open = () => {};
  const gate = new Promise<void>((go) => {
    open = go;
  });
  let arrived = () => {};
  const arrival = new Promise<void>((go) => {
    arrived = go;
  });
  http.get('/slow', async () => {
    arrived();
    await gate;
    return 'done';
  });
  http.get('/quick', () => 'done');
  const url = await http.listen({ port: 0, host: '127.0.0.1' });
  await requests.idle();

  const slow = fetch(`${url}/slow`);
  await arrival;
  requests.stop();
  let isIdle = false;
  const idle = requests.idle().then(() => {
    isIdle = true;
  });
  const quick = await fetch(`${url}/quick`);
  expect(quick.headers.get('connection')).toBe('close');
  await quick.text();
  expect([requests.isStopping, isIdle]).toEqual([true, false]);
  open();
  expect(await (await slow).text()).toBe('done');
  await idle;
  await http.close();
});

test('whoever leaves before the answer is not waited for', async () => {
  const http = Fastify();
  const requests = trackRequests(http);
  const leaving = new AbortController();
  http.get('/never', () => {
    leaving.abort();
    return new Promise(() => undefined);
  });
  const url = await http.listen({ port: 0, host: '127.0.0.1' });
  await expect(fetch(`${url}/never`, { signal: leaving.signal })).rejects.toThrow();
  await requests.idle();
  http.server.closeAllConnections();
  http.server.close();
});
