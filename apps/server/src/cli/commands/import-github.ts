import { type ImportReport, type ImportTargetProject, importGithub } from '@atrium/exchange';
import { memberOf } from '@atrium/model';
import type { Actor, RecordId, TenantId } from '@atrium/protocol';
import { Command } from 'commander';
import type { Services } from '../../services.ts';
import { CommandProblem } from '../exit-codes.ts';
import { findWorkspace } from '../find-workspace.ts';
import type { Output } from '../output.ts';
import { type ToolOptions, withServices, withToolOptions } from '../with-services.ts';

interface ImportOptions extends ToolOptions {
  readonly workspace: string;
  readonly project: string;
  readonly as?: string;
  readonly dryRun?: boolean;
}

export function importGithubCommand(): Command {
  const command = new Command('github')
    .description(
      'Import a GitHub archive (archive.json): issues, pull requests, comments, labels, people, links.',
    )
    .argument('<file>', 'the archive')
    .requiredOption('--workspace <slug>', 'address of the workspace')
    .requiredOption('--project <key>', 'key of the project, such as ATR; it is made if there is none')
    .option('--as <email>', 'the member who imports (default: the first owner)')
    .option('--dry-run', 'change nothing, only report what would be done');
  return withToolOptions(command).action(async (file: string, options: ImportOptions) => {
    await withServices(options, (services, output) => runImport(services, output, { ...options, file }));
  });
}

async function runImport(
  services: Services,
  output: Output,
  options: ImportOptions & { file: string },
): Promise<void> {
  const { engine, database } = services;
  const { tenantId } = await findWorkspace(database, options.workspace);
  const actor = await findImporter(services, tenantId, options.as);
  const into = await findProject(services, tenantId, options.project);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new CommandProblem('STOPPED', 'Stopped. Run it again to go on.')));
  const { report, cause } = await importGithub({
    engine,
    tenantId,
    actor,
    into,
    file: options.file,
    dryRun: options.dryRun === true,
    signal: stop.signal,
    onProgress: ({ bytesRead, bytesTotal, report: { items, comments } }) => {
      const percent = bytesTotal > 0 ? Math.floor((bytesRead / bytesTotal) * 100) : 100;
      output.progress(`${percent} %  ${total(items)} work items, ${total(comments)} comments`);
    },
  });
  output.result({ ...report, cause }, () => describe(report));
}

async function findImporter(
  { engine }: Services,
  tenantId: TenantId,
  email: string | undefined,
): Promise<Actor> {
  const owners: RecordId[] = [];
  for await (const part of engine.readScope(tenantId, { kind: 'workspace' })) {
    if (part.kind !== 'records') continue;
    for (const record of part.records) {
      const member = memberOf(record);
      const isWanted = email ? record.fields.email === email.toLowerCase() : member?.role === 'owner';
      if (member && isWanted) owners.push(record.id);
    }
  }
  const [personId] = owners.sort();
  if (personId) return { personId, via: 'import' };
  throw new CommandProblem('NOT_FOUND', `No member of the workspace is ${email ?? 'an owner'}.`);
}

async function findProject(
  { engine }: Services,
  tenantId: TenantId,
  given: string,
): Promise<ImportTargetProject> {
  const key = given.trim().toUpperCase();
  for await (const part of engine.readScope(tenantId, { kind: 'workspace' })) {
    if (part.kind !== 'records') continue;
    const found = part.records.find((record) => record.type === 'project' && record.fields.key === key);
    if (found) return { projectId: found.id };
  }
  return { key, name: key };
}

function total({ created, unchanged }: { created: number; unchanged: number }): number {
  return created + unchanged;
}

function describe(report: ImportReport): string {
  const { dryRun, source, refused } = report;
  const kinds = ['items', 'comments', 'people', 'labels', 'links'] as const;
  const lines = kinds.map((kind) => {
    const { created, unchanged } = report[kind];
    return `  ${kind.padEnd(10)} ${String(created).padStart(7)} ${dryRun ? 'to create' : 'created'}, ${unchanged} unchanged`;
  });
  const shown = refused.slice(0, 20).map(({ what, message }) => `  ${what}: ${message}`);
  const rest = refused.length > shown.length ? [`  … and ${refused.length - shown.length} more`] : [];
  const trouble = refused.length > 0 ? [`Refused (${refused.length}):`, ...shown, ...rest] : [];
  return [`${dryRun ? 'Would import' : 'Imported'} ${source}:`, ...lines, ...trouble].join('\n');
}
