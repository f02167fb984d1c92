import { once } from 'node:events';
import { WebSocket } from 'ws';
import { openLoop } from '../measure/open-loop.ts';
import { type LiveRun, READERS, WRITERS } from './live-latency.ts';

/** About what a command and its delta weigh. */
const BYTES = 400;

/** The same load through the bare relay: milliseconds from one socket's send to another's message. */
export async function relayLatency(
  port: number,
  { perSecond, milliseconds, warmUp }: LiveRun,
): Promise<number[]> {
  const open = async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`);
    await once(socket, 'open');
    return socket;
  };
  const writers = await Promise.all(Array.from({ length: WRITERS }, open));
  const readers = await Promise.all(Array.from({ length: READERS }, open));
  const latencies: number[] = [];
  const sentAt: number[] = [];
  const from = (warmUp * perSecond) / 1_000;
  let seen = 0;
  let expected = Number.POSITIVE_INFINITY;
  const allSeen = new Promise<void>((resolve) => {
    for (const reader of readers) {
      reader.on('message', (message: Buffer) => {
        const number = message.readUInt32BE(0);
        if (number >= from) latencies.push(performance.now() - (sentAt[number] ?? 0));
        seen += 1;
        if (seen === expected) resolve();
      });
    }
    void openLoop({ perSecond, milliseconds: milliseconds + warmUp }, (number) => {
      const message = Buffer.alloc(BYTES);
      message.writeUInt32BE(number, 0);
      sentAt[number] = performance.now();
      writers[number % WRITERS]?.send(message);
    }).then((sent) => {
      expected = sent * READERS;
      if (seen === expected) resolve();
    });
  });
  await allSeen;
  for (const socket of [...writers, ...readers]) socket.terminate();
  return latencies;
}
