import { newId, type TenantId } from '@atrium/protocol';
import type pg from 'pg';

/** A value of each type that tables of tenants have; a new type is added here. */
const SAMPLES: { readonly [type: string]: () => string } = {
  uuid: newId,
  text: () => `text "with" 'quotes' \\ and ü`,
  'text[]': () => '{a,"b c"}',
  jsonb: () => '{"a":[1.50,"ü\\n",null]}',
  bigint: () => '1',
  integer: () => '1',
  numeric: () => '12345678901234567890.0100',
  boolean: () => 'true',
  bytea: () => '\\x00ff',
  'timestamp with time zone': () => '2026-01-31T12:00:00.123456Z',
  date: () => '2026-01-31',
};

/** One row of a tenant with a value in every column, whatever the table is. */
export async function fillTable(owner: pg.Client, table: string, tenantId: TenantId): Promise<void> {
  const { rows } = await owner.query<{ name: string; type: string }>(
    `SELECT attname::text AS name, format_type(atttypid, NULL) AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
       AND attname <> 'tenant_id'`,
    [table],
  );
  const values = rows.map(({ name, type }) => {
    const sample = SAMPLES[type];
    if (!sample) throw new Error(`${table}.${name} is of type ${type}: give it a value in fill-table.ts.`);
    return sample();
  });
  const columns = rows.map(({ name }) => `, "${name.replaceAll('"', '""')}"`).join('');
  const places = rows.map(({ type }, index) => `, $${index + 2}::${type}`).join('');
  await owner.query(`INSERT INTO "${table}" (tenant_id${columns}) VALUES ($1${places})`, [
    tenantId,
    ...values,
  ]);
}
