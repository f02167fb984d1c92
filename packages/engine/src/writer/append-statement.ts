import type { Statement } from '../database/tx.ts';

/** Takes the next parameters of the statement as arrays of these types, one per column. */
function columnArrays(first: number, types: readonly string[]): string {
  return types.map((type, index) => `$${first + index}::${type}[]`).join(', ');
}

// Positions of the parameters follow `prepareAppend`: 1 tenant, 2 now, 3 head, 4 its hash, then the arrays in this order.
const EVENTS = columnArrays(
  5,
  'int8 uuid uuid text int8 text text jsonb jsonb jsonb uuid text jsonb uuid uuid bytea'.split(' '),
);
const RECORDS = columnArrays(
  21,
  'uuid text int8 jsonb jsonb timestamptz uuid timestamptz uuid timestamptz uuid uuid'.split(' '),
);
const RECEIPTS = columnArrays(33, 'uuid int8 int8 int8 jsonb'.split(' '));

const CHANGES = `
    new_events AS (
      INSERT INTO events (tenant_id, position, event_id, record_id, record_type, version, name, change,
                          patch, personal, actor, command_id, cause, origin, project_id, subject_id, hash, at)
      SELECT $1::uuid, e.*, $2::timestamptz FROM unnest(${EVENTS}) e
    ), new_records AS (
      INSERT INTO records (tenant_id, id, type, version, fields, field_versions, created_at, created_by,
                           updated_at, updated_by, deleted_at, project_id, subject_id)
      SELECT $1::uuid, r.* FROM unnest(${RECORDS}) r
      ON CONFLICT (tenant_id, id) DO UPDATE SET
        version = excluded.version, fields = excluded.fields, field_versions = excluded.field_versions,
        updated_at = excluded.updated_at, updated_by = excluded.updated_by,
        deleted_at = excluded.deleted_at, project_id = excluded.project_id, subject_id = excluded.subject_id
    ), new_receipts AS (
      INSERT INTO receipts (tenant_id, command_id, first_position, last_position, version, refusal, at)
      SELECT $1::uuid, r.*, $2::timestamptz FROM unnest(${RECEIPTS}) r
    )`;

const KEYS_AND_NUMBERS = `
    released_keys AS (
      DELETE FROM record_keys WHERE tenant_id = $1::uuid AND key = ANY($38::text[])
    ), held_keys AS (
      INSERT INTO record_keys (tenant_id, key, record_id)
      SELECT $1::uuid, k.* FROM unnest($39::text[], $40::uuid[]) k
      ON CONFLICT (tenant_id, key) DO UPDATE SET record_id = excluded.record_id
    ), taken_numbers AS (
      INSERT INTO counters (tenant_id, name, value)
      SELECT $1::uuid, c.* FROM unnest($41::text[], $42::int8[]) c
      ON CONFLICT (tenant_id, name) DO UPDATE SET value = excluded.value
    )`;

const HEAD = 'UPDATE tenants SET head = $3::int8, head_hash = $4::bytea WHERE tenant_id = $1::uuid';

/** One statement, so that a batch of any size costs one round trip and one parse. */
export const APPEND_BATCH: Statement = {
  name: 'append_batch',
  text: `WITH ${CHANGES}, ${KEYS_AND_NUMBERS} ${HEAD}`,
};

/** The same for a batch that touches neither keys nor counters, as most small ones do not. */
export const APPEND_CHANGES: Statement = {
  name: 'append_changes',
  text: `WITH ${CHANGES} ${HEAD}`,
};
