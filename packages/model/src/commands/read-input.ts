import type { Command, Refusal } from '@atrium/protocol';
import { isId, jsonProblem } from '@atrium/protocol';
import type { z } from 'zod';
import { refuse } from './refuse.ts';

export type ReadInput<Output> =
  | { readonly ok: true; readonly value: Output }
  | { readonly ok: false; readonly refusal: Refusal };

export function readInput<Output>(schema: z.ZodType<Output>, command: Command): ReadInput<Output> {
  if (!isId(command.id) || !isId(command.recordId)) return invalid('The id is not a UUID.');
  const problem = jsonProblem(command.input);
  if (problem) return invalid(`The input ${problem}.`);
  const parsed = schema.safeParse(command.input);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.map(String), message }));
  const first = issues[0];
  const where = first && first.path.length > 0 ? `${first.path.join('.')}: ` : '';
  const message = `The input is not valid. ${where}${first?.message ?? ''}`.trim();
  return { ok: false, refusal: refuse('INVALID_INPUT', message, { issues }) };
}

/** A refusal of one input, in the same shape as the schema's own. */
export function invalidInput(path: string, message: string): Refusal {
  return refuse('INVALID_INPUT', message, { issues: [{ path: path.split('.'), message }] });
}

function invalid(message: string) {
  return { ok: false as const, refusal: refuse('INVALID_INPUT', message) };
}
