import type { Command, Refusal } from '@atrium/protocol';
import { useEffect, useRef } from 'react';

export type Claim = (command: Command, refusal: Refusal) => boolean;

const claims = new Set<Claim>();
const commands = new Set<string>();
const MOST = 500;

/** Whoever sent this command tells by itself if it is refused: beside the field, in the dialog. */
export function tellsInPlace(commandId: string): void {
  commands.add(commandId);
  const [oldest] = commands;
  if (commands.size > MOST && oldest !== undefined) commands.delete(oldest);
}

export function isToldInPlace(command: Command, refusal: Refusal): boolean {
  return commands.has(command.id) || [...claims].some((claim) => claim(command, refusal));
}

/** While mounted: refusals that are shown right here, and need no toast. */
export function useTellsRefusals(claim: Claim): void {
  const latest = useRef(claim);
  useEffect(() => {
    latest.current = claim;
  });
  useEffect(() => {
    const mine: Claim = (command, refusal) => latest.current(command, refusal);
    claims.add(mine);
    return () => {
      claims.delete(mine);
    };
  }, []);
}
