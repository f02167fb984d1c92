import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '@atrium/protocol';
import type { Browser } from 'playwright-core';
import type { Scenario } from './scenarios.ts';
import { pendingOf, type Side, Visit } from './side.ts';

export interface FaultScore {
  /** Neither on the server nor in the page any more. */
  readonly lost: number;
  readonly doubled: number;
  /** Still in the page, though nothing stands in the way any more. */
  readonly blocked: number;
}

export interface Play {
  readonly scenario: Scenario;
  readonly writes: number;
  /** How long a library may take until all is on the server, once everything is well again. */
  readonly graceMs: number;
}

export async function playScenario(
  browser: Browser,
  side: Side,
  { scenario, writes, graceMs }: Play,
): Promise<FaultScore> {
  const context = await browser.newContext();
  try {
    side.proxy.heal();
    await side.signIn(context);
    const run = newId().slice(-6);
    const titles = Array.from({ length: writes }, (_, index) =>
      index === 1 && scenario.poisons ? `poisoned ${run}` : `write ${index} of ${run}`,
    );
    const pages = await scenario.play(new Visit(context, side), titles);
    const wanted = titles.filter((title) => !title.startsWith('poisoned'));
    const until = performance.now() + graceMs;
    let arrived: string[] = [];
    do {
      await sleep(100);
      arrived = await side.titles();
    } while (performance.now() < until && wanted.some((title) => !arrived.includes(title)));
    const pending = new Set((await Promise.all(pages.map(pendingOf))).flat());
    const missing = titles.filter((title) => !arrived.includes(title));
    return {
      lost: missing.filter((title) => !pending.has(title)).length,
      doubled: titles.filter((title) => arrived.indexOf(title) !== arrived.lastIndexOf(title)).length,
      blocked: missing.filter((title) => pending.has(title) && wanted.includes(title)).length,
    };
  } finally {
    await context.close();
  }
}
