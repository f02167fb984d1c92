import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startChromium } from '../measure/chromium.ts';
import { currentLoad, describeMachine, type Machine } from '../measure/machine.ts';
import { packageVersion } from '../measure/package-version.ts';
import { scratchFolder } from '../measure/scratch-folder.ts';
import { buildPage } from './build-page.ts';
import { openOurSide } from './our-side.ts';
import { openPeerSide } from './peer-side.ts';
import { type FaultScore, playScenario } from './play-scenario.ts';
import { SCENARIOS } from './scenarios.ts';

export interface ScenarioFigures {
  readonly name: string;
  readonly writes: number;
  readonly ours: FaultScore;
  readonly peer: FaultScore;
}

export interface FaultFigures {
  readonly benchmark: 'faults';
  readonly machine: Machine;
  readonly peer: string;
  readonly browser: string;
  readonly scenarios: readonly ScenarioFigures[];
}

export interface FaultBenchOptions {
  readonly quick: boolean;
  readonly say: (line: string) => void;
}

const FULL = { writes: 10, graceMs: 20_000, scenarios: SCENARIOS };
const QUICK: typeof FULL = { writes: 2, graceMs: 5_000, scenarios: SCENARIOS.slice(0, 1) };

/** What becomes of writes when things go wrong: ours beside `@tanstack/offline-transactions`, in Chromium. */
export async function faultsBench({ quick, say }: FaultBenchOptions): Promise<FaultFigures> {
  const plan = quick ? QUICK : FULL;
  const load = currentLoad();
  const folder = await scratchFolder();
  const dataDir = join(folder.path, 'data');
  await mkdir(dataDir);
  const ourPage = await buildPage('atrium', folder.path);
  const peerPage = await buildPage('tanstack', folder.path);
  const ours = await openOurSide(ourPage, dataDir);
  const browser = await startChromium();
  try {
    const scenarios: ScenarioFigures[] = [];
    for (const scenario of plan.scenarios) {
      const peer = await openPeerSide(peerPage);
      const figures = {
        name: scenario.name,
        writes: plan.writes,
        ours: await playScenario(browser, ours, { ...plan, scenario }),
        peer: await playScenario(browser, peer, { ...plan, scenario }),
      };
      await peer.close();
      say(`${scenario.name}: ${told(figures.ours)} | peer: ${told(figures.peer)}`);
      scenarios.push(figures);
    }
    return {
      benchmark: 'faults',
      machine: describeMachine(undefined, load),
      peer: await packageVersion('@tanstack/offline-transactions'),
      browser: `Chromium ${browser.version()}`,
      scenarios,
    };
  } finally {
    await browser.close();
    await ours.close();
    await folder.remove();
  }
}

function told({ lost, doubled, blocked }: FaultScore): string {
  return `${lost} lost, ${doubled} doubled, ${blocked} blocked`;
}
