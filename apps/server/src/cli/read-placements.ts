import type { Database, Placement } from '@atrium/engine';
import type { TenantId } from '@atrium/protocol';

export interface PlacedWorkspace {
  readonly tenantId: TenantId;
  readonly slug: string;
  readonly name: string;
  readonly placement: Placement;
  /** One more than the times it was moved. */
  readonly generation: number;
  /** What a move that is under way, or was cut short, has reached. */
  readonly move: { readonly from: Placement; readonly to: Placement; readonly step: string } | null;
}

export function readPlacements(database: Database): Promise<PlacedWorkspace[]> {
  return database.control(async (tx) => {
    const { rows } = await tx.query<PlacedWorkspace>(
      'SELECT id AS "tenantId", slug, name, placement, generation, move FROM tenant_directory ORDER BY slug',
    );
    return rows;
  });
}
