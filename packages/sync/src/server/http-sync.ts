import { refuse } from '@atrium/model';
import type { ActorVia, Command, Outcome, Refusal, TenantId } from '@atrium/protocol';
import { commandFrom } from './command-from-json.ts';
import type { SyncLimits } from './limits.ts';
import type { SyncLogger } from './logger.ts';
import type { SharedRates } from './rate-gate.ts';
import type { SyncEngine } from './sync-engine.ts';

/** One outcome per command, in the order they came in. */
export type SyncAnswer = { readonly outcomes: readonly CommandOutcome[] } | Refusal;

export interface CommandOutcome {
  /** As it was sent; empty when it was no id. */
  readonly commandId: string;
  readonly outcome: Outcome;
}

export interface BatchRequest {
  readonly tenantId: TenantId;
  readonly personId: string;
  readonly body: unknown;
  /** Whom the commands are counted for, together with all they send through sockets. */
  readonly userId: string;
  readonly ip: string;
  /** A page of ours, its worker included, or a program. */
  readonly via: Extract<ActorVia, 'web' | 'api'>;
}

interface SyncDeps {
  readonly engine: Pick<SyncEngine, 'submit'>;
  readonly limits: Pick<SyncLimits, 'syncBatch'>;
  readonly rates: Pick<SharedRates, 'take'>;
  readonly logger: SyncLogger;
}

/**
 * The commands of a client without a socket: same ids, same outcomes. One after the other, because a later
 * one may build on an earlier one; once the store is lost, the rest is not tried.
 */
export async function submitBatch(
  { engine, limits, rates, logger }: SyncDeps,
  { tenantId, personId, body, userId, ip, via }: BatchRequest,
): Promise<SyncAnswer> {
  if (typeof body !== 'object' || body === null || !('commands' in body) || !Array.isArray(body.commands)) {
    return refuse('INVALID_INPUT', 'The body needs a list of commands.');
  }
  const values: readonly unknown[] = body.commands;
  if (values.length > limits.syncBatch) {
    return refuse('LIMIT_EXCEEDED', `At most ${limits.syncBatch} commands in one request.`, {
      limit: limits.syncBatch,
    });
  }
  const retryAfterMs = await rates.take([userId, ip, tenantId], Math.max(1, values.length));
  if (retryAfterMs > 0) {
    return refuse('RATE_LIMITED', 'Too many commands at once. Send them again later.', { retryAfterMs });
  }
  const outcomes: CommandOutcome[] = [];
  let isLost = false;
  for (const value of values) {
    const command = commandFrom(value);
    if ('code' in command) {
      outcomes.push({ commandId: idOf(value), outcome: { kind: 'refused', refusal: command } });
      continue;
    }
    const outcome: Outcome = isLost ? UNAVAILABLE : await submit(command);
    isLost = isLost || outcome === UNAVAILABLE;
    outcomes.push({ commandId: command.id, outcome });
  }
  return { outcomes };

  async function submit(command: Command): Promise<Outcome> {
    try {
      return await engine.submit(tenantId, { personId, via }, command);
    } catch (error) {
      logger.error({ err: error, commandId: command.id }, 'A command could not be decided.');
      return UNAVAILABLE;
    }
  }
}

const UNAVAILABLE: Outcome = {
  kind: 'refused',
  refusal: refuse('UNAVAILABLE', 'The store cannot be reached. Try again.'),
};

function idOf(value: unknown): string {
  const hasId = typeof value === 'object' && value !== null && 'id' in value;
  return hasId && typeof value.id === 'string' ? value.id : '';
}
