import { DatabaseUnavailable } from '@atrium/engine';
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
      const checks: { readonly workspace: string; readonly ok: boolean; readonly position?: number }[] = [];
      for (const { tenantId, slug } of workspaces) {
        const check = await engine
          .verify(tenantId, (position) => output.progress(`${slug}: ${position}`))
          .catch((error: unknown) => ({ unavailable: unavailable(error) }));
        // One database that is down keeps nobody from looking at the others.
        if ('unavailable' in check) {
          const failed = { workspace: slug, ok: false, reason: check.unavailable };
          checks.push(failed);
          output.say(`${slug}: ${check.unavailable}`);
          continue;
        }
        checks.push({ workspace: slug, ...check });
        output.say(
          check.ok
            ? `${slug}: ${check.events} events hold.`
            : `${slug}: broken at position ${check.position}: ${check.reason}`,
        );
      }
      const ok = checks.every((check) => check.ok);
      output.result({ ok, workspaces: checks }, () =>
        ok
          ? 'Everything holds.'
          : checks.some(({ position }) => position !== undefined)
            ? 'The log was changed from outside.'
            : 'Not every log could be read.',
      );
      if (!ok) process.exitCode = EXIT.failedCheck;
    });
  });
}

function unavailable(error: unknown): string {
  if (error instanceof DatabaseUnavailable) return error.message;
  throw error;
}
