import { refuse } from '@atrium/model';
import {
  type Actor,
  type Command,
  isId,
  isInstant,
  jsonProblem,
  type Refusal,
  WIRE_LIMITS,
} from '@atrium/protocol';

/** Why a command cannot even be taken: what it says of itself, whatever the rule behind its name. */
export function checkCommand(command: Command, actor: Actor): Refusal | undefined {
  if (!isId(command.id) || !isId(command.recordId)) return invalid('The id is not a UUID.');
  if (!isText(command.name, WIRE_LIMITS.name)) return invalid('The name is not valid.');
  if (!isVersion(command.baseVersion)) return invalid('The base version is not a version.');
  if (command.ownVersions && !command.ownVersions.every(isVersion)) {
    return invalid('An own version is not a version.');
  }
  if ((command.ownVersions?.length ?? 0) > WIRE_LIMITS.ownVersions) {
    return refuse('LIMIT_EXCEEDED', 'The command lists too many own versions.', { limit: 'ownVersions' });
  }
  if (command.cause !== undefined && !isText(command.cause, WIRE_LIMITS.cause)) {
    return invalid('The cause is not valid.');
  }
  return command.origin === undefined ? undefined : checkOrigin(command, actor);
}

function checkOrigin({ origin }: Command, actor: Actor): Refusal | undefined {
  if (actor.via !== 'import') return refuse('FORBIDDEN', 'Only an import may say who really did something.');
  // PostgreSQL has no year 0, and nothing that is imported is older than computers.
  if (!isInstant(origin?.at) || origin.at < '1900') return invalid('The time of the origin is not valid.');
  if (!isId(origin.personId)) return invalid('The person of the origin is not a UUID.');
  return isText(origin.source, WIRE_LIMITS.problemText) ? undefined : invalid('The source is not valid.');
}

function invalid(message: string): Refusal {
  return refuse('INVALID_INPUT', message);
}

function isVersion(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isText(value: unknown, maxLength: number): boolean {
  return (
    typeof value === 'string' && value !== '' && value.length <= maxLength && jsonProblem(value) === undefined
  );
}
