import { WORK_ITEM_LIMITS } from '@atrium/model';

/** Reads an estimate as typed: `3`, `0,5`, `½` is not one. Empty is no estimate; nonsense is `null`. */
export function readEstimate(text: string): number | undefined | null {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return undefined;
  if (!/^(\d+(\.\d{1,2})?|\.\d{1,2})$/.test(trimmed)) return null;
  const points = Number(trimmed);
  return points <= WORK_ITEM_LIMITS.estimate ? points : null;
}

export function estimateWords(points: number): string {
  return points === 1 ? '1 point' : `${points} points`;
}
