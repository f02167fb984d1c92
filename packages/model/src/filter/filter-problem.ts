import type { Condition } from './filter.ts';

/** Why a filter or a sort order cannot be used: for people, with a place and, where there is one, a way on. */
export interface FilterProblem {
  readonly code: 'INVALID_INPUT' | 'UNKNOWN_FIELD';
  readonly message: string;
  /** Where in the text, in UTF-16 units. Absent for filters that came as JSON. */
  readonly at?: number;
  readonly length?: number;
  /** What was probably meant. */
  readonly suggestion?: string;
  readonly condition?: Condition;
}

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: FilterProblem };

export function valid<T>(value: T): Checked<T> {
  return { ok: true, value };
}

export function invalid(
  message: string,
  more: Partial<FilterProblem> = {},
): { ok: false; problem: FilterProblem } {
  return { ok: false, problem: { code: 'INVALID_INPUT', ...more, message } };
}

/** The known name nearest to a mistyped one, if any is near. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const typed = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = typed.length < 4 ? 2 : 3;
  for (const candidate of known) {
    const lower = candidate.toLowerCase();
    const starts = typed.length >= 3 && (lower.startsWith(typed) || typed.startsWith(lower));
    const distance = starts ? 1 : editDistance(typed, lower, bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      const replaced = (previous[column - 1] ?? 0) + cost;
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? limit;
}
