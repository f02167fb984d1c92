import { createProject, DEFAULT_STATUSES } from '@atrium/model';
import type { RecordId, RecordState, TenantId } from '@atrium/protocol';
import { derivedId } from '@atrium/protocol';
import { type ImportTarget, writeRecords } from './import-writer.ts';

/** A project that exists, or one to make; a project that the import made is taken back with it. */
export type ImportTargetProject =
  | { readonly projectId: RecordId }
  | { readonly key: string; readonly name: string };

export function projectIdOf(tenantId: TenantId, into: ImportTargetProject, source: string): RecordId {
  return 'projectId' in into ? into.projectId : derivedId(tenantId, `import:${source}:${into.key}`);
}

/** Throws when it cannot be made: without a project there is nowhere to import to. */
export async function resolveProject(
  target: ImportTarget,
  projectId: RecordId,
  into: ImportTargetProject,
): Promise<RecordState> {
  const { engine, tenantId, report } = target;
  if (!('projectId' in into)) {
    const draft = createProject(projectId, { key: into.key, name: into.name, defaultLabels: false });
    await writeRecords(target, [{ kind: 'projects', what: `project ${into.key}`, draft }]);
    if (report.dryRun) return preview(projectId, into);
  }
  const [project] = await engine.readRecords(tenantId, [projectId]);
  if (project?.type === 'project' && project.deletedAt === null) return project;
  throw new TargetProblem(report.refused[0]?.message ?? 'The project does not exist.');
}

/** There is no project to import into, and none could be made. */
export class TargetProblem extends Error {
  override readonly name = 'TargetProblem';
}

/** What a dry run takes for the project that it may not make. */
function preview(id: RecordId, { key, name }: { key: string; name: string }): RecordState {
  const statuses = DEFAULT_STATUSES.map(({ id, name, category }) => ({ id, name, category }));
  const never = '1970-01-01T00:00:00.000Z';
  return {
    id,
    type: 'project',
    version: 0,
    fields: { key, name, statuses },
    fieldVersions: {},
    createdAt: never,
    createdBy: id,
    updatedAt: never,
    updatedBy: id,
    deletedAt: null,
  };
}
