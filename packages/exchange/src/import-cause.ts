import type { Engine } from '@atrium/engine';
import type { RecordId, TenantId } from '@atrium/protocol';

export interface ImportCause {
  readonly cause: string;
  readonly generation: number;
}

/**
 * The cause of the next import of a source into a project. Runs share it until it is undone, so that a run
 * that was cut short and the one that completes it are taken back together.
 */
export async function importCause(
  engine: Engine,
  tenantId: TenantId,
  projectId: RecordId,
  source: string,
): Promise<ImportCause> {
  for (let generation = 0; ; generation += 1) {
    const cause = `import:${projectId}:${source}:${generation}`;
    const undone = await engine.readEvents(tenantId, { cause: `undo:${cause}`, limit: 1 });
    if (undone.length === 0) return { cause, generation };
  }
}
