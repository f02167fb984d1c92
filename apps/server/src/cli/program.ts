import { Command } from 'commander';
import { createUserCommand } from './commands/create-user.ts';
import { doctorCommand } from './commands/doctor.ts';
import { importGithubCommand } from './commands/import-github.ts';
import { migrateCommand } from './commands/migrate.ts';
import { startCommand } from './commands/start.ts';
import { tenantCommand } from './commands/tenant.ts';
import { verifyCommand } from './commands/verify.ts';

const EXIT_HELP = `
Exit codes: 0 done, 1 a bug, 2 wrong usage, 3 refused, 4 the database or the port is not available, 5 a check failed.`;

export function createProgram(): Command {
  const program = new Command('atrium')
    .description('Atrium: a self-hosted, real-time workspace for a whole business.')
    .version('0.1.0')
    .exitOverride()
    .showHelpAfterError('(add --help to see what is possible)')
    .addHelpText('after', EXIT_HELP);
  program.addCommand(startCommand());
  program.addCommand(migrateCommand());
  const user = new Command('user').description('People who can sign in.');
  user.addCommand(createUserCommand());
  program.addCommand(user);
  const imports = new Command('import').description('Bring in what you have elsewhere.');
  imports.addCommand(importGithubCommand());
  program.addCommand(imports);
  program.addCommand(tenantCommand());
  program.addCommand(verifyCommand());
  program.addCommand(doctorCommand());
  for (const command of allOf(program)) command.exitOverride().copyInheritedSettings(program);
  return program;
}

function allOf(program: Command): Command[] {
  return program.commands.flatMap((command) => [command, ...allOf(command)]);
}
