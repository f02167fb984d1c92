import { randomBytes } from 'node:crypto';

/**
 * UUIDv7s for the events of one batch: its time, its own 42 random bits, and a count. Random bits for every event
 * would be the most expensive part of making one.
 */
export function eventIds(time: number): () => string {
  const clock = time.toString(16).padStart(12, '0').slice(-12);
  const random = randomBytes(6);
  const a = random.readUIntBE(0, 2) & 0xfff;
  const b = (random.readUIntBE(2, 2) & 0x3fff) | 0x8000;
  const c = random.readUIntBE(4, 2);
  const start = `${clock.slice(0, 8)}-${clock.slice(8)}-7${hex(a, 3)}-${hex(b, 4)}-${hex(c, 4)}`;
  let count = 0;
  return () => {
    count += 1;
    return `${start}${hex(count, 8)}`;
  };
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
