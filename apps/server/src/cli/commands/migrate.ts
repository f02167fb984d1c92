import { Command } from 'commander';
import { type ToolOptions, withServices, withToolOptions } from '../with-services.ts';

export function migrateCommand(): Command {
  return withToolOptions(
    new Command('migrate').description('Bring the database up to this version of Atrium.'),
  ).action(async (options: ToolOptions) => {
    await withServices(options, async ({ postgres }, output) => {
      output.result(
        { migrated: true, database: postgres.description },
        () => `Up to date: ${postgres.description}`,
      );
    });
  });
}
