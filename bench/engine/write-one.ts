import type { Statement } from '@atrium/engine';

// 1 tenant, 2 now, 3 position, 4 event, 5 record, 6 type, 7 version, 8 name, 9 change, 10 patch, 11 actor, 12 command,
// 13 project, 14 subject, 15 hash, 16 fields, 17 field versions, 18 person; to create also 19 key, 20 counter, 21 number.
const EVENT_RECEIPT_HEAD = `
  new_event AS (
    INSERT INTO events (tenant_id, position, event_id, record_id, record_type, version, name, change, patch,
                        actor, at, command_id, project_id, subject_id, hash)
    VALUES ($1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $2, $12, $13, $14, $15)
  ), new_receipt AS (
    INSERT INTO receipts (tenant_id, command_id, first_position, last_position, version, at)
    VALUES ($1, $12, $3, $3, $7, $2)
  )
  UPDATE tenants SET head = $3, head_hash = $15 WHERE tenant_id = $1`;

/** Everything that a command on an existing record leaves behind, in one prepared statement. */
export const WRITE_CHANGE: Statement = {
  name: 'bench_write_change',
  text: `WITH record AS (
    UPDATE records SET version = $7, fields = $16, field_versions = $17, updated_at = $2, updated_by = $18,
                       project_id = $13, subject_id = $14
    WHERE tenant_id = $1 AND id = $5
  ), ${EVENT_RECEIPT_HEAD}`,
};

/** The same for a command that makes a record: its key and number too. */
export const WRITE_CREATION: Statement = {
  name: 'bench_write_creation',
  text: `WITH record AS (
    INSERT INTO records (tenant_id, id, type, version, fields, field_versions, created_at, created_by,
                         updated_at, updated_by, project_id, subject_id)
    VALUES ($1, $5, $6, $7, $16, $17, $2, $18, $2, $18, $13, $14)
  ), held_key AS (
    INSERT INTO record_keys (tenant_id, key, record_id) VALUES ($1, $19, $5)
  ), taken_number AS (
    INSERT INTO counters (tenant_id, name, value) VALUES ($1, $20, $21)
    ON CONFLICT (tenant_id, name) DO UPDATE SET value = excluded.value
  ), ${EVENT_RECEIPT_HEAD}`,
};
