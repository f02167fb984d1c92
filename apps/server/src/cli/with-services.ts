import type { Command } from 'commander';
import { openServices, type Services } from '../services.ts';
import { readSettings, type Settings } from '../settings.ts';
import { createLogger } from '../start-server.ts';
import { createOutput, type Output } from './output.ts';

export interface ToolOptions {
  readonly data?: string;
  readonly json?: boolean;
}

/** The options that every command has. */
export function withToolOptions(command: Command): Command {
  return command
    .option(
      '--data <dir>',
      'data directory (default ./data, or ATRIUM_DATA); DATABASE_URL replaces its database',
    )
    .option('--json', 'machine-readable: the last line is one JSON object');
}

/** Opens the floors for one command, beside a running server or without one, and closes them after it. */
export async function withServices(
  options: ToolOptions,
  work: (services: Services, output: Output, settings: Settings) => Promise<void>,
): Promise<void> {
  const output = createOutput(options.json === true);
  const settings = readSettings({ dataDir: options.data });
  const services = await openServices(settings, {
    role: 'tool',
    logger: createLogger({ logLevel: 'error' }),
    onMigrated: (files) => output.say(`Migrated: ${files.join(', ')}`),
  });
  try {
    await work(services, output, settings);
  } finally {
    await services.close();
  }
}
