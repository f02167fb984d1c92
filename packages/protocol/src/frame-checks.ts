import { getTextEncoding } from '@bufbuild/protobuf/wire';
import { isId } from './ids.ts';
import { isInstant } from './instants.ts';
import { type Json, type JsonObject, jsonProblem } from './json.ts';

export type FrameProblemCode = 'BAD_FRAME' | 'UNKNOWN_FRAME' | 'BAD_FIELD';

/** Why bytes are no frame. A value: decoding never throws. */
export interface FrameProblem {
  readonly code: FrameProblemCode;
  readonly message: string;
  /** Set when only the contents of a command are wrong: refuse that command, keep the connection. */
  readonly commandId?: string;
}

export type Decoded<F> =
  | { readonly ok: true; readonly frame: F }
  | { readonly ok: false; readonly problem: FrameProblem };

/** Thrown by the checks and caught by `decodeWith`; never leaves the package. */
export class FrameFault extends Error {
  readonly code: FrameProblemCode;
  commandId: string | undefined;

  constructor(code: FrameProblemCode, message: string) {
    super(message);
    this.code = code;
  }
}

export function decodeWith<F>(decode: () => F): Decoded<F> {
  try {
    return { ok: true, frame: decode() };
  } catch (fault) {
    if (!(fault instanceof FrameFault)) {
      return { ok: false, problem: { code: 'BAD_FRAME', message: 'The bytes are no frame of this wire.' } };
    }
    const problem = { code: fault.code, message: fault.message };
    return {
      ok: false,
      problem: fault.commandId === undefined ? problem : { ...problem, commandId: fault.commandId },
    };
  }
}

function bad(field: string, why: string): never {
  throw new FrameFault('BAD_FIELD', `${field} ${why}.`);
}

export function checkedId(field: string, value: unknown): string {
  return isId(value) ? value : bad(field, 'is not an id');
}

export function checkedInstant(field: string, value: unknown): string {
  return isInstant(value) ? value : bad(field, 'is not an instant');
}

export function checkedText(field: string, value: unknown, longest: number): string {
  if (typeof value !== 'string') return bad(field, 'is not text');
  if (value.length > longest) return bad(field, `is longer than ${longest} characters`);
  const problem = jsonProblem(value);
  return problem === undefined ? value : bad(field, problem);
}

export function checkedName(field: string, value: unknown, longest: number): string {
  const text = checkedText(field, value, longest);
  return text === '' ? bad(field, 'is empty') : text;
}

export function checkedNumber(field: string, value: bigint | number): number {
  const number = Number(value);
  return Number.isSafeInteger(number) && number >= 0 ? number : bad(field, 'is out of range');
}

export function checkedJson(field: string, text: string, mostBytes?: number): Json {
  if (mostBytes !== undefined && isLongerThan(text, mostBytes))
    bad(field, `is larger than ${mostBytes} bytes`);
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return bad(field, 'is not JSON');
  }
  const problem = jsonProblem(value);
  return problem === undefined ? value : bad(field, problem);
}

export function checkedObject(field: string, value: unknown): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return bad(field, 'is not an object');
  return value as JsonObject;
}

export function checkedJsonObject(field: string, text: string, mostBytes?: number): JsonObject {
  return checkedObject(field, checkedJson(field, text, mostBytes));
}

export function checkedOneOf<T extends string>(field: string, value: unknown, allowed: readonly T[]): T {
  return allowed.find((entry) => entry === value) ?? bad(field, 'has an unknown value');
}

export function checkedList(field: string, value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : bad(field, 'is not a list');
}

function isLongerThan(text: string, bytes: number): boolean {
  // A character takes one to three bytes, so most texts need no encoding to be told.
  if (text.length > bytes) return true;
  return text.length * 3 > bytes && getTextEncoding().encodeUtf8(text).length > bytes;
}
