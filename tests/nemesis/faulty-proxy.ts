import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What stands between one client and the servers, and can be a bad line. */
export interface FaultyProxy {
  readonly url: string;
  /** Ends every connection in the middle of whatever it carries. */
  cut(): void;
  /** Ends every connection after half of the next piece of data that comes from there. */
  halve(from: 'client' | 'server'): void;
  /** Takes everything and passes nothing on, for connections that are open now. */
  swallow(): void;
  /** Everything comes this much later, in order. */
  delay(milliseconds: number): void;
  /** Lets nobody in until `heal`. */
  refuse(): void;
  /** Passes everything on again; what was swallowed stays lost, and its connections end. */
  heal(): void;
  close(): Promise<void>;
}

interface Line {
  readonly near: Socket;
  readonly far: Socket;
  isSilent: boolean;
  halves: 'client' | 'server' | undefined;
}

/** @param target a port of this machine for each new connection; undefined: nothing is there */
export async function faultyProxy(target: () => number | undefined): Promise<FaultyProxy> {
  const lines = new Set<Line>();
  let delayMs = 0;
  let isRefusing = false;

  const end = (line: Line) => {
    lines.delete(line);
    line.near.destroy();
    line.far.destroy();
  };
  const pass = (line: Line, side: 'client' | 'server') => {
    const [from, to] = side === 'client' ? [line.near, line.far] : [line.far, line.near];
    let lastAt = 0;
    from.on('data', (data: Buffer) => {
      if (line.isSilent) return;
      if (line.halves === side) {
        to.write(data.subarray(0, Math.ceil(data.length / 2)), () => end(line));
        line.isSilent = true;
        return;
      }
      // A shorter delay than before must not let later bytes overtake earlier ones.
      const at = Math.max(Date.now() + delayMs, lastAt);
      lastAt = at;
      if (at <= Date.now()) to.write(data);
      else setTimeout(() => !to.destroyed && to.write(data), at - Date.now());
    });
    from.on('error', () => end(line));
    from.on('close', () => {
      if (!line.isSilent) end(line);
    });
  };
  const server = createServer((near) => {
    const port = isRefusing ? undefined : target();
    if (port === undefined) {
      near.destroy();
      return;
    }
    const line: Line = { near, far: connect(port, '127.0.0.1'), isSilent: false, halves: undefined };
    lines.add(line);
    pass(line, 'client');
    pass(line, 'server');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    cut: () => {
      for (const line of [...lines]) end(line);
    },
    halve: (from) => {
      for (const line of lines) line.halves = from;
    },
    swallow: () => {
      for (const line of lines) line.isSilent = true;
    },
    delay: (milliseconds) => {
      delayMs = milliseconds;
    },
    refuse: () => {
      isRefusing = true;
    },
    heal: () => {
      isRefusing = false;
      delayMs = 0;
      for (const line of [...lines]) if (line.isSilent || line.halves) end(line);
    },
    async close() {
      for (const line of [...lines]) end(line);
      server.close();
      await once(server, 'close');
    },
  };
}
