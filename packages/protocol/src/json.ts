export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

const MAX_DEPTH = 32;

/**
 * Says why a value cannot be stored, or undefined when it can. PostgreSQL's jsonb refuses NUL and lone
 * surrogates, and a depth limit keeps every recursive reader safe.
 */
export function jsonProblem(value: unknown, depth = 0): string | undefined {
  if (depth > MAX_DEPTH) return 'is nested too deeply';
  switch (typeof value) {
    case 'boolean':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : 'holds a number that is not finite';
    case 'string':
      if (value.includes('\u0000')) return 'holds a NUL character';
      return value.isWellFormed() ? undefined : 'holds a broken Unicode character';
    case 'object': {
      if (value === null) return undefined;
      for (const [key, entry] of Object.entries(value)) {
        if (key === '__proto__') return 'holds a forbidden key';
        const problem = jsonProblem(key, depth + 1) ?? jsonProblem(entry, depth + 1);
        if (problem) return problem;
      }
      return undefined;
    }
    default:
      return `holds a ${typeof value}`;
  }
}

/** Deep equality of JSON values; the order of object keys does not count. */
export function jsonEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((entry, index) => jsonEqual(entry, b[index]));
  }
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && jsonEqual(a[key], b[key]));
}
