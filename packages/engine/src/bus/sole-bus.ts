import { newId } from '@atrium/protocol';
import { type Bus, newBusCounts } from './bus.ts';
import { MemorySeats, memoryRate } from './memory-limits.ts';

/** The bus of the only node there is: nobody to tell, nobody to hear. */
export function soleBus(): Bus {
  const seats = new MemorySeats();
  const nothing = () => undefined;
  return {
    node: newId(),
    state: 'alone',
    counts: newBusCounts(),
    publish: nothing,
    subscribe: () => nothing,
    watchNodes: () => nothing,
    rate: memoryRate,
    seats,
    close: async () => seats.close(),
  };
}
