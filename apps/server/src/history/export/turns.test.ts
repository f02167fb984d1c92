import { expect, test } from 'vitest';
import { createTurns, inTurn } from './turns.ts';

async function* numbers() {
  for (let n = 0; n < 3; n += 1) yield n;
}

test('so many work at a time, and whoever leaves early lets the next in', async () => {
  const turn = createTurns(1);
  const [first, second] = [inTurn(turn, numbers()), inTurn(turn, numbers())];
  expect(await first.next()).toEqual({ done: false, value: 0 });
  let began = false;
  const waiting = second.next().then(() => {
    began = true;
  });
  expect(await first.next()).toEqual({ done: false, value: 1 });
  expect(began).toBe(false);
  await first.return();
  await waiting;
  expect(began).toBe(true);
  await second.return();
  const leave = await turn();
  leave();
  leave();
  await turn();
});
