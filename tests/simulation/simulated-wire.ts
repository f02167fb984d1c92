import type { Fetch, FetchResponse, OpenSocket } from '@atrium/sync/client';
import type { Connection, Identified, SyncServer } from '@atrium/sync/server';
import type { SeededRandom } from './seeded-random.ts';
import type { VirtualTime } from './virtual-time.ts';

interface Line {
  cut(): void;
}

export interface WireOptions {
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  /** The server of the moment; undefined while it is down. */
  readonly server: () => SyncServer | undefined;
  readonly who: Identified;
  readonly tenantId: string;
  readonly personId: string;
}

/**
 * A client's network. Frames of one connection keep their order but take their time; connections overlap,
 * break in the middle, and close late. During a partition nothing arrives.
 */
export class SimulatedWire {
  readonly #options: WireOptions;
  readonly #lines = new Set<Line>();
  partitioned = false;
  /** The longest a frame takes, in milliseconds. */
  lagMs = 30;

  constructor(options: WireOptions) {
    this.#options = options;
  }

  /** Ends every connection without a word to the server, as a crash or a dead router does. */
  cut(): void {
    for (const line of [...this.#lines]) line.cut();
  }

  readonly openSocket: OpenSocket = (_url, handlers) => {
    const { time, random, server, who } = this.#options;
    let connection: Connection | undefined;
    let clientOpen = true;
    let serverOpen = true;
    let upAt = 0;
    let downAt = 0;
    const line: Line = {
      cut: () => {
        this.#lines.delete(line);
        const wasOpen = clientOpen;
        clientOpen = false;
        if (wasOpen) time.setTimer(random.below(50), () => handlers.onClose(1006));
        // The server learns of it much later, or by its heartbeat.
        if (serverOpen) time.setTimer(random.below(3_000), () => hangUpServer());
      },
    };
    const hangUpServer = () => {
      if (!serverOpen) return;
      serverOpen = false;
      connection?.closed();
    };
    const up = (run: () => void) => {
      upAt = Math.max(upAt, time.now() + random.between(1, this.lagMs));
      time.setTimer(upAt - time.now(), () => this.#lines.has(line) && serverOpen && run());
    };
    const down = (run: () => void) => {
      downAt = Math.max(downAt, time.now() + random.between(1, this.lagMs));
      time.setTimer(downAt - time.now(), () => this.#lines.has(line) && clientOpen && run());
    };
    this.#lines.add(line);
    up(() => {
      const up = this.partitioned ? undefined : server();
      if (!up) {
        line.cut();
        return;
      }
      connection = up.connect(
        {
          bufferedAmount: 0,
          send: (bytes) => {
            const copy = bytes.slice();
            down(() => handlers.onFrame(copy));
          },
          close: (code) => {
            serverOpen = false;
            down(() => {
              clientOpen = false;
              this.#lines.delete(line);
              handlers.onClose(code);
            });
          },
          terminate: () => {
            serverOpen = false;
            line.cut();
          },
        },
        { who, ip: '127.0.0.1' },
      );
      down(() => handlers.onOpen());
    });
    return {
      send: (bytes) => {
        const copy = bytes.slice();
        up(() => connection?.receive(copy));
      },
      close: () => {
        clientOpen = false;
        time.setTimer(random.below(60), () => {
          this.#lines.delete(line);
          hangUpServer();
        });
      },
    };
  };

  readonly fetch: Fetch = async (url) => {
    const { time, random, server, tenantId, personId } = this.#options;
    await time.sleep(random.between(1, 40));
    const up = server();
    if (this.partitioned || !up || random.chance(0.03)) throw new Error('The network is away');
    const { pathname, searchParams } = new URL(url);
    const scope = searchParams.get('scope') ?? '';
    if (pathname === '/api/v1/digests') {
      const ranges = Number(searchParams.get('ranges'));
      const digests = await up.digests({ tenantId, personId, scope, ranges });
      await time.sleep(random.below(200));
      return answerWith('code' in digests ? 404 : 200, JSON.stringify(digests));
    }
    if (pathname !== '/api/v1/bootstrap') return { status: 200, ok: true, body: null };
    const result = await up.bootstrap({ tenantId, personId, scope, ranges: rangesIn(searchParams) });
    if ('code' in result) return { status: 404, ok: false, body: null };
    const chunks = result[Symbol.asyncIterator]();
    const breaksOff = random.chance(0.03);
    const encoder = new TextEncoder();
    return {
      status: 200,
      ok: true,
      body: {
        getReader: () => ({
          read: async () => {
            await time.sleep(random.below(20));
            const next = await chunks.next();
            if (breaksOff) return { done: true };
            return next.done ? { done: true } : { done: false, value: encoder.encode(next.value) };
          },
        }),
      },
    };
  };
}

function rangesIn(query: URLSearchParams): { count: number; wanted: number[] } | undefined {
  const [count, wanted] = query.get('ranges')?.split(':') ?? [];
  return wanted === undefined ? undefined : { count: Number(count), wanted: wanted.split(',').map(Number) };
}

function answerWith(status: number, text: string): FetchResponse {
  const chunks = [new TextEncoder().encode(text)];
  const read = async () => ({ done: chunks.length === 0, value: chunks.pop() });
  return { status, ok: status === 200, body: { getReader: () => ({ read }) } };
}
