import type { Command } from '@atrium/protocol';
import type { Registry } from '../registry.ts';
import { builtIn } from '../registry.ts';
import type { DecideContext, Decision } from './command-definition.ts';
import { refuse } from './refuse.ts';

/**
 * Turns a command into the events that would follow from it, or the reason why not. Pure: the same command
 * and the same records give the same answer in a browser and on the server.
 */
export function decide(command: Command, context: DecideContext, registry: Registry = builtIn): Decision {
  const definition = registry.commands.get(command.name);
  if (!definition) return refuse('UNKNOWN_COMMAND', 'This version of Atrium does not know that command.');
  return definition.run(command, context);
}
