import { createHash } from 'node:crypto';
import { columnList, quoted, type TenantTable } from './tenant-tables.ts';

/** A row as text, the same in every PostgreSQL: what is sent, and what digests are made of. */
export function rowText({ name, columns }: TenantTable): string {
  return `(SELECT row_to_json(r)::text FROM (SELECT ${columnList(columns, name)}) r)`;
}

/** 64 bits of it; they are added up, so that the order of rows does not matter. */
export function digestSql(text: string): string {
  return `('x' || substr(md5(${text}), 1, 16))::bit(64)::bigint`;
}

/** The same of texts that are here. */
export function digestOf(texts: readonly string[]): bigint {
  return texts.reduce((sum, text) => sum + createHash('md5').update(text).digest().readBigInt64BE(0), 0n);
}

/** Count and digest of a tenant's rows; `$1` is the tenant. */
export function digestQuery(table: TenantTable): string {
  return `SELECT count(*) AS rows, coalesce(sum(${digestSql(rowText(table))}), 0)::text AS digest
          FROM ${quoted(table.name)} WHERE tenant_id = $1`;
}
