import { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { allWorkspaces, findWorkspace } from '../find-workspace.ts';
import { type ToolOptions, withServices, withToolOptions } from '../with-services.ts';

export function verifyCommand(): Command {
  const command = new Command('verify')
    .description('Check the hash chain of every log; name the first position that does not hold.')
    .option('--workspace <slug>', 'only this workspace');
  return withToolOptions(command).action(async (options: ToolOptions & { workspace?: string }) => {
    await withServices(options, async ({ engine, database }, output) => {
      const workspaces = options.workspace
        ? [await findWorkspace(database, options.workspace)]
        : await allWorkspaces(database);
      const checks = [];
      for (const { tenantId, slug } of workspaces) {
        const check = await engine.verify(tenantId, (position) => output.progress(`${slug}: ${position}`));
        checks.push({ workspace: slug, ...check });
        output.say(
          check.ok
            ? `${slug}: ${check.events} events hold.`
            : `${slug}: broken at position ${check.position}: ${check.reason}`,
        );
      }
      const ok = checks.every((check) => check.ok);
      output.result({ ok, workspaces: checks }, () =>
        ok ? 'Everything holds.' : 'The log was changed from outside.',
      );
      if (!ok) process.exitCode = EXIT.failedCheck;
    });
  });
}
