import { setTimeout } from 'node:timers/promises';

/** Calls so many times a second, whether or not the answers keep up; `sequence` counts the calls. */
export async function openLoop(
  { perSecond, milliseconds }: { readonly perSecond: number; readonly milliseconds: number },
  call: (sequence: number) => void,
): Promise<number> {
  const from = performance.now();
  const most = Math.floor((milliseconds * perSecond) / 1_000);
  let sequence = 0;
  while (sequence < most) {
    const due = Math.min(most, ((performance.now() - from) * perSecond) / 1_000);
    while (sequence < due) {
      call(sequence);
      sequence += 1;
    }
    await setTimeout(1);
  }
  return sequence;
}
