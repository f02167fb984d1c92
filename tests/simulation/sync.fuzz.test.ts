import { expect, test } from 'vitest';
import { checkOutcome } from './checks.ts';
import { Simulation } from './simulation.ts';

const FIRST_SEED = Number(process.env.SIMULATION_SEED ?? 1);
const SEEDS = Number(process.env.SIMULATION_SEEDS ?? 20);
const ROUNDS = Number(process.env.SIMULATION_ROUNDS ?? 400);

async function simulate(seed: number, rounds: number): Promise<Simulation> {
  const simulation = new Simulation({ seed, rounds });
  try {
    await simulation.run();
    checkOutcome(simulation);
  } catch (error) {
    const story = process.env.SIMULATION_STORY ? simulation.story : simulation.story.slice(-40);
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new Error(`Seed ${seed}, ${rounds} rounds: ${message}\n${story.join('\n')}`);
  }
  return simulation;
}

test('[CONV1] clients, crashes, partitions and restarts end in equal states, every command once', async () => {
  let events = 0;
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
    events += (await simulate(seed, ROUNDS)).engine.log.length;
  }
  expect(events).toBeGreaterThan(SEEDS * 50);
}, 1_200_000);
