import { isUnavailable } from '@atrium/engine';
import { type JsonObject, REFUSAL_CODES, type RefusalCode } from '@atrium/protocol';
import { ORPCError } from '@orpc/server';
import { refusedWith } from '../api/api-context.ts';

const CODE_OF_STATUS: Readonly<Record<number, RefusalCode>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'LIMIT_EXCEEDED',
  429: 'RATE_LIMITED',
};

/** For what others refuse in words of their own. */
export function refusalCodeOf(status: number): RefusalCode {
  return CODE_OF_STATUS[status] ?? (status >= 500 ? 'UNAVAILABLE' : 'INVALID_INPUT');
}

/** Whatever ended a call, as the refusal that it is answered with: nothing of our insides in it. */
export function toRefusal(error: unknown): ORPCError<string, unknown> {
  if (isLost(error)) return refusedWith('UNAVAILABLE', 'The store cannot be reached. Try again in a moment.');
  if (!(error instanceof ORPCError) || error.status >= 500) {
    if (error instanceof ORPCError && Object.hasOwn(REFUSAL_CODES, error.code)) return error;
    return new ORPCError('UNAVAILABLE', {
      status: 500,
      message: 'Something went wrong here. Nothing was changed.',
    });
  }
  if (Object.hasOwn(REFUSAL_CODES, error.code)) return error;
  const { status, data } = error;
  return new ORPCError(refusalCodeOf(status), {
    status,
    message: sentenceOf(data) ?? 'The request does not fit this address.',
    data,
  });
}

/** The store is away, however deep in the causes of an error it says so. */
function isLost(error: unknown): boolean {
  let at = error;
  for (let depth = 0; depth < 5 && at instanceof Error; depth++) {
    if (isUnavailable(at)) return true;
    at = at.cause;
  }
  return false;
}

/** What does not fit, and where, as the checks of the contract tell it. */
function sentenceOf(data: unknown): string | undefined {
  const { issues } = (data ?? {}) as { issues?: { message?: string; path?: unknown[] }[] };
  const first = issues?.[0];
  if (!first?.message) return undefined;
  const where = first.path?.map(String).join('.');
  return where ? `${where}: ${first.message}` : first.message;
}

/** The same as the body of an answer. */
export function refusalBody(status: number, code: string, message: string): JsonObject {
  return { code, status, message };
}
