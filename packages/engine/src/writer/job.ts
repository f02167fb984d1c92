import type { Actor, Command, Outcome } from '@atrium/protocol';
import type { Context } from '@opentelemetry/api';

/** A command in the queue, and whom to answer. */
export interface Job {
  readonly actor: Actor;
  readonly command: Command;
  readonly bytes: number;
  /** The trace that the command is part of. */
  readonly traced?: Context;
  /** What came of it, once decided; not yet told while it is not committed. */
  outcome?: Outcome | undefined;
  /** A bug while deciding: this command alone fails. */
  failure?: unknown;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}
