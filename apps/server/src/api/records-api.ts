import {
  activity as activityPage,
  findByKey,
  getRecord,
  queryRecords,
  type Snippet,
  search as searchRecords,
  type Tx,
} from '@atrium/engine';
import { type Member, workItemKey } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import { isId } from '@atrium/protocol';
import { memberRoute, refusedWith } from './api-context.ts';
import { asReader } from './as-reader.ts';
import { checked } from './checked.ts';

const SURROUNDINGS = 200;

export const records = {
  get: memberRoute.records.get.handler(({ input, context }) =>
    asReader(context, async (tx, member) => found(await getRecord(tx, member, input.id))),
  ),
  list: memberRoute.records.list.handler(({ input: { workspace: _, ...asked }, context }) =>
    asReader(context, async (tx, member) => {
      const page = checked(
        await queryRecords(tx, { ...asked, member, today: today() } as Parameters<typeof queryRecords>[1]),
      );
      return { records: [...page.records], cursor: page.cursor };
    }),
  ),
};

export const workItems = {
  get: memberRoute.workItems.get.handler(({ input, context }) =>
    asReader(context, async (tx, member) => {
      const item = found(
        isId(input.id) ? await getRecord(tx, member, input.id) : await findByKey(tx, member, input.id),
      );
      if (item.type !== 'work_item') throw refusedWith('NOT_FOUND', 'There is no such work item.');
      return surroundings(tx, member, item);
    }),
  ),
};

export const activity = {
  list: memberRoute.activity.list.handler(({ input, context }) =>
    asReader(context, async (tx, member) => {
      const { record: recordId, project: projectId, cursor, limit } = input;
      const query = {
        member,
        limit,
        ...(recordId !== undefined && { recordId }),
        ...(projectId !== undefined && { projectId }),
        ...(cursor !== undefined && { cursor }),
      };
      const page = checked(await activityPage(tx, query));
      const events = page.events.map(({ patch, ...event }) => ({
        ...event,
        patch: { ...patch, unset: [...patch.unset] },
      }));
      return { events, cursor: page.cursor };
    }),
  ),
};

export const search = {
  query: memberRoute.search.query.handler(({ input, context }) =>
    asReader(context, async (tx, member) => {
      const { trigrams } = await context.engine.database.capabilitiesOf(context.tenantId);
      const page = checked(await searchRecords(tx, { member, text: input.q, limit: input.limit, trigrams }));
      const hits = [];
      for (const { record, subjectId, title, body } of page.hits) {
        const subject = subjectId === null ? undefined : await getRecord(tx, member, subjectId);
        hits.push({ record, subject: subject ?? null, title: plain(title), body: body && plain(body) });
      }
      return { hits };
    }),
  ),
};

/** The item with everything around it that a reader would look at next. */
async function surroundings(tx: Tx, member: Member, item: RecordState) {
  const { fields } = item;
  const project = found(await getRecord(tx, member, String(fields.project)));
  const list = async (type: string, filter: string): Promise<RecordState[]> => {
    const query = { member, type, filter, today: today(), limit: SURROUNDINGS };
    return [...checked(await queryRecords(tx, query)).records];
  };
  const parent = typeof fields.parent === 'string' ? await getRecord(tx, member, fields.parent) : undefined;
  const comments = await list('comment', `subject = "${item.id}"`);
  const people = [
    fields.reporter,
    item.createdBy,
    ...idsOf(fields.assignees),
    ...comments.map(({ createdBy }) => createdBy),
  ];
  return {
    key: workItemKey(item, project),
    item,
    project,
    parent: parent ?? null,
    children: await list('work_item', `parent = "${item.id}"`),
    labels: await all(tx, member, idsOf(fields.labels)),
    people: await all(
      tx,
      member,
      people.filter((id) => typeof id === 'string'),
    ),
    dependencies: await list('dependency', `from = "${item.id}" or to = "${item.id}"`),
    comments,
  };
}

async function all(tx: Tx, member: Member, ids: readonly RecordId[]): Promise<RecordState[]> {
  const list: RecordState[] = [];
  for (const id of new Set(ids)) {
    const record = await getRecord(tx, member, id);
    if (record) list.push(record);
  }
  return list;
}

function idsOf(value: unknown): RecordId[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

function found(record: RecordState | undefined): RecordState {
  if (record) return record;
  throw refusedWith('NOT_FOUND', 'There is no such record.');
}

function plain({ text, marks }: Snippet): { text: string; marks: [number, number][] } {
  return { text, marks: marks.map(([start, end]) => [start, end]) };
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
