import type { Checked } from '@atrium/model';
import { refused } from './api-context.ts';

/** What was asked for, or the problem of the question thrown as an HTTP answer. */
export function checked<T>(result: Checked<T>): T {
  if (result.ok) return result.value;
  const { code, message, at, suggestion } = result.problem;
  throw refused({
    code,
    message,
    details: { ...(at !== undefined && { at }), ...(suggestion !== undefined && { suggestion }) },
  });
}
