import { refuse } from '@atrium/model';
import {
  type Command,
  isId,
  isInstant,
  type JsonObject,
  jsonProblem,
  type Refusal,
  WIRE_LIMITS,
} from '@atrium/protocol';

/** A command from a JSON body, held to the same limits as one from a frame. An `origin` is never taken over. */
export function commandFrom(value: unknown): Command | Refusal {
  if (typeof value !== 'object' || value === null) return bad('command', 'is not an object');
  const fields: { readonly [field: string]: unknown } = { ...value };
  const { id, name, recordId, baseVersion, ownVersions = [], input, issuedAt, cause = '' } = fields;
  if (!isId(id)) return bad('id', 'is not an id');
  if (!isText(name, WIRE_LIMITS.name) || name === '') return bad('name', 'is not a name');
  if (!isId(recordId)) return bad('recordId', 'is not an id');
  if (!isVersion(baseVersion)) return bad('baseVersion', 'is out of range');
  if (!Array.isArray(ownVersions) || ownVersions.length > WIRE_LIMITS.ownVersions) {
    return bad('ownVersions', 'is not a list of a fitting length');
  }
  if (!ownVersions.every(isVersion)) return bad('ownVersions', 'is out of range');
  if (!isObject(input)) return bad('input', 'is not an object');
  const problem = jsonProblem(input);
  if (problem) return bad('input', problem);
  if (Buffer.byteLength(JSON.stringify(input)) > WIRE_LIMITS.inputBytes) return bad('input', 'is too large');
  if (!isInstant(issuedAt)) return bad('issuedAt', 'is not an instant');
  if (!isText(cause, WIRE_LIMITS.cause)) return bad('cause', 'is not a text of a fitting length');
  return {
    id,
    name,
    recordId,
    baseVersion,
    input,
    issuedAt,
    ...(ownVersions.length > 0 && { ownVersions }),
    ...(cause !== '' && { cause }),
  };
}

function bad(field: string, why: string): Refusal {
  return refuse('INVALID_INPUT', `${field} ${why}.`, { issues: [{ path: [field], message: why }] });
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length <= longest && jsonProblem(value) === undefined;
}

function isVersion(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
