/**
 * Where a tenant's rows live: with most others in the main database, in another database of the same server, or in a
 * PostgreSQL that the settings name. Control tables are always in the main database.
 */
export type Placement = 'shared' | `database:${string}` | `url:${string}`;

/** PostgreSQL's own, which belong to whoever runs it. */
const RESERVED = new Set(['database:postgres', 'database:template0', 'database:template1']);
const SHAPE = /^(?:shared|(?:database|url):[a-z0-9][a-z0-9_-]{0,62})$/;

/** Undefined for what is none. An address is none either: it would end up in listings, with its password. */
export function parsePlacement(text: string): Placement | undefined {
  return SHAPE.test(text) && !RESERVED.has(text) ? (text as Placement) : undefined;
}
