import { expect, test } from 'vitest';
import { quickly } from './measure/quickly.ts';

const machine = { commit: expect.any(String), node: process.versions.node, cores: expect.any(Number) };
const perClients = { 1: expect.any(Number), 16: expect.any(Number), 256: expect.any(Number) };

const LONG = 180_000;

test('the engine benchmark measures us, a transaction per command, and the limit', {
  timeout: LONG,
}, async () => {
  const loop = { commandsPerSecond: perClients, p50: perClients, p99: perClients };
  expect(await quickly('engine')).toMatchObject({
    benchmark: 'engine',
    machine,
    ...loop,
    txPerCommand: loop,
    rawInsertRowsPerSecond: expect.any(Number),
    ratioToTxPerCommand: expect.any(Number),
    ratioToRawInsert: expect.any(Number),
  });
});

test('the log benchmark measures us and Emmett', { timeout: LONG }, async () => {
  expect(await quickly('log')).toMatchObject({
    benchmark: 'log',
    machine,
    emmett: expect.stringContaining('emmett-postgresql'),
    ratioToEmmett: expect.any(Number),
    seenHeldMs: expect.any(Number),
    emmettSeenHeldMs: expect.any(Number),
  });
});

test('the replay benchmark measures versions with snapshots and without, and Emmett', {
  timeout: LONG,
}, async () => {
  expect(await quickly('replay')).toMatchObject({
    benchmark: 'replay',
    machine,
    foldedPerSecond: expect.any(Number),
    replayedPerSecond: expect.any(Number),
    ratioWithSnapshots: expect.any(Number),
    peers: [{ name: expect.stringContaining('emmett-postgresql'), loadMs: expect.any(Number) }],
  });
});

test('the sync benchmark measures changes, first loads and deltas, and loses none', {
  timeout: LONG,
}, async () => {
  expect(await quickly('sync')).toMatchObject({
    benchmark: 'sync',
    machine,
    p50Ms: expect.any(Number),
    p99Ms: expect.any(Number),
    relayP99Ms: expect.any(Number),
    bootstrapMs: expect.any(Number),
    bareLoadMs: expect.any(Number),
    deltasPerSecond: expect.any(Number),
  });
});
