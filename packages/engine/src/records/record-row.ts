import type { JsonObject, RecordState } from '@atrium/protocol';

/** A row of `records`, as our connections parse it. The one place that knows how a record is stored. */
export interface RecordRow {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly fields: JsonObject;
  readonly field_versions: { readonly [field: string]: number };
  readonly created_at: string;
  readonly created_by: string;
  readonly updated_at: string;
  readonly updated_by: string;
  readonly deleted_at: string | null;
}

const NAMES = [
  'id',
  'type',
  'version',
  'fields',
  'field_versions',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  'deleted_at',
] as const;

/** The columns of a `RecordRow`, for a table alias such as `r`. */
export function recordColumns(alias = 'records'): string {
  return NAMES.map((name) => `${alias}.${name}`).join(', ');
}

export function recordOf(row: RecordRow): RecordState {
  return {
    id: row.id,
    type: row.type,
    version: row.version,
    fields: row.fields,
    fieldVersions: row.field_versions,
    createdAt: row.created_at,
    createdBy: row.created_by,
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
    deletedAt: row.deleted_at,
  };
}
