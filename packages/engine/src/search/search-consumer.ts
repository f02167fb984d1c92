import { builtIn, type Registry } from '@atrium/model';
import type { RecordId, RecordState, TenantId } from '@atrium/protocol';
import type { Consumer } from '../consumers/consumers.ts';
import type { Tx } from '../database/tx.ts';
import { readRecords } from '../records/read-records.ts';
import { searchWords } from './search-words.ts';

/** Found through other things: the workspace is everywhere, labels and dependencies stand on their items. */
const NOT_SEARCHED: ReadonlySet<string> = new Set(['workspace', 'label', 'dependency', 'conflict']);

const MAX_BODY = 50_000;

interface SearchDocument {
  readonly id: RecordId;
  readonly type: string;
  readonly project: RecordId | null;
  readonly title: string;
  readonly body: string;
  readonly updated: string;
}

/**
 * Keeps a document of words for every live record. It writes what the records are now, not what each event said, so
 * it comes to the same however often and in whatever portions the log is read.
 */
export function searchConsumer(registry: Registry = builtIn): Consumer {
  return {
    name: 'search',
    async handle(tx, events, tenantId) {
      const ids = new Set(
        events.filter((event) => isSearched(event.recordType)).map((event) => event.recordId),
      );
      if (ids.size > 0) await renew(tx, tenantId, [...ids], registry);
    },
    async reset(tx, tenantId) {
      await tx.query('DELETE FROM search_documents WHERE tenant_id = $1', [tenantId]);
    },
  };
}

function isSearched(type: string): boolean {
  return !NOT_SEARCHED.has(type);
}

async function renew(
  tx: Tx,
  tenantId: TenantId,
  ids: readonly RecordId[],
  registry: Registry,
): Promise<void> {
  const records = await readRecords(tx, tenantId, ids);
  const documents = records.flatMap((record) => documentOf(record, registry) ?? []);
  const live = new Set(documents.map(({ id }) => id));
  const gone = ids.filter((id) => !live.has(id));
  if (gone.length > 0) {
    await tx.query('DELETE FROM search_documents WHERE tenant_id = $1 AND record_id = ANY($2::uuid[])', [
      tenantId,
      gone,
    ]);
  }
  if (documents.length > 0) await tx.query(WRITE, [tenantId, JSON.stringify(documents)]);
}

const WRITE = {
  name: 'search_write',
  text: `INSERT INTO search_documents (tenant_id, record_id, record_type, project_id, title, body, updated_at)
    SELECT $1, d.id, d.type, d.project, d.title, d.body, d.updated
    FROM jsonb_to_recordset($2::jsonb)
      AS d(id uuid, type text, project uuid, title text, body text, updated timestamptz)
    ON CONFLICT (tenant_id, record_id) DO UPDATE SET record_type = excluded.record_type,
      project_id = excluded.project_id, title = excluded.title, body = excluded.body, updated_at = excluded.updated_at`,
};

function documentOf(record: RecordState, registry: Registry): SearchDocument | undefined {
  const type = registry.types.get(record.type);
  if (!type || record.deletedAt !== null) return undefined;
  // A comment has no title of its own: its first line would count twice.
  const title = record.type === 'comment' ? '' : words(type.title(record));
  const body = words(type.body?.(record) ?? '');
  if (title === '' && body === '') return undefined;
  const project = type.place(record.id, record.fields).projectId;
  return { id: record.id, type: record.type, project, title, body, updated: record.updatedAt };
}

function words(text: string): string {
  return searchWords(text.slice(0, MAX_BODY)).join(' ').slice(0, MAX_BODY).toWellFormed();
}
