import { type Command, WIRE_LIMITS } from '@atrium/protocol';

/** False for what the server would answer by closing the connection. */
export function fitsTheWire({ input }: Command): boolean {
  const text = JSON.stringify(input);
  if (text.length * 3 <= WIRE_LIMITS.inputBytes) return true;
  return new TextEncoder().encode(text).length <= WIRE_LIMITS.inputBytes;
}
