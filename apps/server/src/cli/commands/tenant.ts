import { type MoveReport, type MoveStep, type Placement, parsePlacement } from '@atrium/engine';
import { Command, InvalidArgumentError } from 'commander';
import { CommandProblem, EXIT } from '../exit-codes.ts';
import { findWorkspace } from '../find-workspace.ts';
import { readPlacements } from '../read-placements.ts';
import { type ToolOptions, withServices, withToolOptions } from '../with-services.ts';

interface MoveCommandOptions extends ToolOptions {
  readonly to: string;
  readonly dryRun?: boolean;
  readonly keep?: boolean;
  readonly maxPause: number;
}

const SAID: { readonly [step in MoveStep]: string } = {
  recorded: 'Copying begins; the workspace stays in use.',
  cleared: 'The target is empty.',
  copied: 'Everything is copied once, and is the same in both places.',
  followed: 'What was written meanwhile is copied too.',
  sealed: 'Writers wait now.',
  checked: 'The rest is copied, and both places are the same.',
  switched: 'The workspace lives at its new place.',
  opened: 'Writers go on.',
  left: 'Nobody reads the old rows any more.',
  removed: 'The old rows are gone.',
};

export function tenantCommand(): Command {
  const tenant = new Command('tenant').description('Where workspaces live, and moving them.');
  tenant.addCommand(listCommand());
  tenant.addCommand(showCommand());
  tenant.addCommand(moveCommand());
  return tenant;
}

function listCommand(): Command {
  return withToolOptions(
    new Command('list').description('List every workspace with the place where it lives.'),
  ).action(async (options: ToolOptions) => {
    await withServices(options, async ({ database }, output) => {
      const workspaces = await readPlacements(database);
      output.result({ workspaces }, () =>
        workspaces
          .map(({ slug, placement, move }) => `${slug}  ${placement}${move ? `  (${toldMove(move)})` : ''}`)
          .join('\n'),
      );
    });
  });
}

function showCommand(): Command {
  return withToolOptions(
    new Command('show')
      .description('Show where a workspace lives, how long its log is, and what a move left to do.')
      .argument('<slug>', 'address of the workspace'),
  ).action(async (slug: string, options: ToolOptions) => {
    await withServices(options, async ({ database, engine }, output) => {
      const { tenantId } = await findWorkspace(database, slug);
      const found = (await readPlacements(database)).find((workspace) => workspace.tenantId === tenantId);
      const shown = { ...found, head: await engine.head(tenantId) };
      output.result(shown, () =>
        [
          `${shown.slug}: ${shown.name}`,
          `  lives at   ${shown.placement}`,
          `  events     ${shown.head}`,
          `  moves      ${(shown.generation ?? 1) - 1}`,
          ...(shown.move ? [`  open       ${toldMove(shown.move)}`] : []),
        ].join('\n'),
      );
    });
  });
}

function moveCommand(): Command {
  const command = new Command('move')
    .description('Move a workspace to another database while it is in use; run again, it completes itself.')
    .argument('<slug>', 'address of the workspace')
    .requiredOption(
      '--to <place>',
      'shared, database:<name> beside the main one, or url:<name> of ATRIUM_DATABASES',
    )
    .option('--dry-run', 'change nothing, only report what would be done')
    .option('--keep', 'leave the rows at the old place, sealed')
    .option('--max-pause <seconds>', 'give up rather than let writers wait longer', readSeconds, 10);
  return withToolOptions(command).action(async (slug: string, options: MoveCommandOptions) => {
    const to = readPlace(options.to);
    await withServices(options, async ({ database }, output) => {
      const { tenantId } = await findWorkspace(database, slug);
      let rows = 0;
      const report = await database.moveTenant(tenantId, to, {
        dryRun: options.dryRun === true,
        keep: options.keep === true,
        maxPauseMs: options.maxPause * 1_000,
        onStep: (step) => output.say(SAID[step]),
        onRows: (more) => {
          rows += more;
          output.progress(`${rows} rows`);
        },
      });
      output.result({ workspace: slug, ...report }, () => told(slug, report));
      if (report.kept && !options.keep && report.outcome !== 'dry run') process.exitCode = EXIT.refused;
    });
  });
}

function told(slug: string, { outcome, from, to, rows, head, pauseMs, kept }: MoveReport): string {
  const size = `${rows} rows, ${head} events`;
  if (outcome === 'dry run') return `"${slug}" would move from ${from} to ${to}: ${size}.`;
  if (outcome === 'there') return `"${slug}" lives at ${to} already.`;
  const rest = kept
    ? `The old rows are still at ${from}, sealed; run the command again without --keep to remove them.`
    : 'Nothing is left at the old place.';
  if (outcome === 'completed') return `"${slug}" lives at ${to}. ${rest}`;
  return `"${slug}" moved from ${from} to ${to}: ${size}. Writers waited ${Math.round(pauseMs)} ms. ${rest}`;
}

function toldMove({ from, to, step }: { from: string; to: string; step: string }): string {
  if (step === 'copying') return `a move to ${to} is under way, or was cut short`;
  return step === 'kept' ? `old rows are kept at ${from}` : `old rows at ${from} are still to be removed`;
}

function readPlace(text: string): Placement {
  const placement = parsePlacement(text);
  if (placement) return placement;
  // Not repeated: it may be an address with a password.
  const message = 'Write --to shared, database:<name> or url:<name>, with a name of small letters.';
  throw new CommandProblem('INVALID_INPUT', message, EXIT.usage);
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds > 0) return seconds;
  throw new InvalidArgumentError('Write a number of seconds.');
}
