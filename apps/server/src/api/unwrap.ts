import type { Result } from '@atrium/identity';
import { refused } from './api-context.ts';

/** The value, or the refusal thrown as an HTTP answer. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw refused(result.refusal);
}
