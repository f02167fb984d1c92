import type { JsonObject, Refusal, RefusalCode } from '@atrium/protocol';

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

export function success<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failure(code: RefusalCode, message: string, details?: JsonObject): Result<never> {
  return { ok: false, refusal: details ? { code, message, details } : { code, message } };
}
