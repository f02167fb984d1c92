import type { Command } from '@atrium/protocol';
import type { Registry } from '../registry.ts';
import { builtIn } from '../registry.ts';
import type { DecideContext, Decision } from './command-definition.ts';
import type { RecordReader } from './record-reader.ts';
import { refuse } from './refuse.ts';

/**
 * Turns a command into the events that would follow from it, or the reason why not. Pure: the same command
 * and the same records give the same answer in a browser and on the server.
 */
export function decide(command: Command, context: DecideContext, registry: Registry = builtIn): Decision {
  const definition = registry.commands.get(command.name);
  if (!definition) return refuse('UNKNOWN_COMMAND', 'This version of Atrium does not know that command.');
  return definition.run(command, context, registry.types);
}

/**
 * True when a client cannot foresee what the command will do (undoing a command whose events it does not
 * know). It then sends the command without showing anything in advance.
 */
export function isServerOnly(command: Command, read: RecordReader, registry: Registry = builtIn): boolean {
  return registry.commands.get(command.name)?.serverOnly?.(command, read) ?? false;
}
