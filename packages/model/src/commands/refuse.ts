import type { JsonObject, Refusal, RefusalCode } from '@atrium/protocol';
import type { Decision } from './command-definition.ts';

export function refuse(code: RefusalCode, message: string, details?: JsonObject): Refusal {
  return details ? { code, message, details } : { code, message };
}

export function isRefusal(decision: Decision): decision is Refusal {
  return !Array.isArray(decision);
}
