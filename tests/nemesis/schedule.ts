import type { SeededRandom } from '../simulation/seeded-random.ts';

/** One thing that goes wrong. Numbers pick among what there is at the time. */
export type Trouble =
  | { readonly kind: 'killServer' | 'stopServer'; readonly server: number; readonly forMs: number }
  | { readonly kind: 'freezeServer'; readonly server: number; readonly forMs: number }
  | { readonly kind: 'killBackend' | 'crashPostgres' | 'killRedis' }
  | { readonly kind: 'restartClient'; readonly client: number }
  | { readonly kind: 'cutLine' | 'offline'; readonly client: number; readonly forMs: number }
  | { readonly kind: 'halveFrame'; readonly client: number; readonly from: 'client' | 'server' }
  | { readonly kind: 'swallow' | 'slowLine'; readonly client: number; readonly forMs: number };

export interface Step {
  /** After the step before. */
  readonly afterMs: number;
  readonly trouble: Trouble;
}

/** The same seed, the same troubles. */
export function scheduleOf(random: SeededRandom, sizes: { seconds: number; redis: boolean }): Step[] {
  const steps: Step[] = [];
  let left = sizes.seconds * 1_000;
  while (left > 0) {
    const afterMs = random.between(150, 1_100);
    left -= afterMs;
    steps.push({ afterMs, trouble: troubleOf(random, sizes.redis) });
  }
  return steps;
}

function troubleOf(random: SeededRandom, redis: boolean): Trouble {
  const [server, client, forMs] = [random.below(100), random.below(100), random.between(50, 1_500)];
  const choice = random.below(100);
  if (choice < 10) return { kind: 'killServer', server, forMs };
  if (choice < 14) return { kind: 'stopServer', server, forMs };
  if (choice < 24) return { kind: 'freezeServer', server, forMs };
  if (choice < 31) return { kind: 'killBackend' };
  if (choice < 36) return { kind: 'crashPostgres' };
  if (choice < 42) return redis ? { kind: 'killRedis' } : { kind: 'killBackend' };
  if (choice < 54) return { kind: 'cutLine', client, forMs };
  if (choice < 68) return { kind: 'halveFrame', client, from: random.pick(['client', 'server']) };
  if (choice < 76) return { kind: 'swallow', client, forMs };
  if (choice < 86) return { kind: 'slowLine', client, forMs };
  if (choice < 93) return { kind: 'offline', client, forMs };
  return { kind: 'restartClient', client };
}
