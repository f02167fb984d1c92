export interface LoopFigures {
  readonly perSecond: number;
  /** Milliseconds of every call that ended within the time measured. */
  readonly latencies: readonly number[];
}

export interface Loop {
  readonly clients: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/**
 * So many clients, each with one call under way at any time. What happens during the warm-up does not count. Where no
 * call ends in the time measured, it lasts until one does.
 */
export async function closedLoop(
  { clients, warmUpMs, measureMs }: Loop,
  call: (client: number) => Promise<unknown>,
): Promise<LoopFigures> {
  const latencies: number[] = [];
  const from = performance.now() + warmUpMs;
  const until = from + measureMs;
  let last = until;
  async function run(client: number): Promise<void> {
    for (;;) {
      const began = performance.now();
      if (began >= until && latencies.length > 0) return;
      await call(client);
      const ended = performance.now();
      if (ended < from || (ended >= until && latencies.length > 0)) continue;
      last = Math.max(last, ended);
      latencies.push(ended - began);
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, client) => run(client)));
  return { perSecond: (latencies.length / (last - from)) * 1_000, latencies };
}
