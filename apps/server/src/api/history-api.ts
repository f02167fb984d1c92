import {
  type DeletedQuery,
  deletedRecords,
  getRecord,
  projectPulse,
  type TimelineFilter,
  type Tx,
  timeline,
} from '@atrium/engine';
import type { Member } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import type { DeletedRecord } from '@atrium/protocol/api';
import { describeCause } from '../history/cause-name.ts';
import { describeEvents, nameOfPerson } from '../history/describe-events.ts';
import { KnownNames } from '../history/known-names.ts';
import { compareVersions, recordAt } from '../history/past-records.ts';
import { describePreview, foreseeRestore } from '../history/preview-restore.ts';
import { timelineFilter } from '../history/timeline-filter.ts';
import { memberRoute, refusedWith } from './api-context.ts';
import { asReader } from './as-reader.ts';
import { checked } from './checked.ts';

export const history = {
  ofRecord: memberRoute.history.ofRecord.handler(({ input, context }) =>
    asReader(context, async (tx, member) => {
      await readable(tx, member, input.id);
      const filter = { ...timelineFilter(input), recordId: input.id, withChildren: input.children };
      return page(tx, { member, filter, paging: input });
    }),
  ),
  ofProject: memberRoute.history.ofProject.handler(({ input, context }) =>
    asReader(context, async (tx, member) => {
      await liveProject(tx, member, input.id);
      return page(tx, { member, filter: { ...timelineFilter(input), projectId: input.id }, paging: input });
    }),
  ),
  pulse: memberRoute.history.pulse.handler(({ input, context }) =>
    asReader(context, async (tx, member) => {
      const project = await liveProject(tx, member, input.id);
      const { from, to = new Date().toISOString(), parts } = input;
      const pulse = await projectPulse(tx, { projectId: project.id, from, to, parts });
      if (!pulse) throw refusedWith('INVALID_INPUT', 'A time has to end after it began.');
      return { ...pulse, parts: [...pulse.parts] };
    }),
  ),
  ofWorkspace: memberRoute.history.ofWorkspace.handler(({ input, context }) =>
    asReader(context, (tx, member) => page(tx, { member, filter: timelineFilter(input), paging: input })),
  ),
  at: memberRoute.history.at.handler(({ input, context }) =>
    asReader(context, async (tx, member) => {
      const record = await readable(tx, member, input.id);
      return recordAt({ tx, member, tenantId: context.tenantId, record }, input);
    }),
  ),
  compare: memberRoute.history.compare.handler(({ input, context }) =>
    asReader(context, async (tx, member) => {
      const record = await readable(tx, member, input.id);
      return compareVersions({ tx, member, tenantId: context.tenantId, record }, input);
    }),
  ),
  previewRestore: memberRoute.history.previewRestore.handler(async ({ input, context }) => {
    const record = await asReader(context, (tx, member) => readable(tx, member, input.id));
    const preview = await foreseeRestore(context, record, input);
    return asReader(context, (tx, member) => describePreview(tx, member, { record, preview }));
  }),
  deletedInWorkspace: memberRoute.history.deletedInWorkspace.handler(({ input, context }) =>
    asReader(context, (tx, member) => {
      const { type: recordType, cursor, limit } = input;
      return deletedPage(tx, { member, recordType, cursor, limit });
    }),
  ),
  deletedInProject: memberRoute.history.deletedInProject.handler(({ input, context }) =>
    asReader(context, async (tx, member) => {
      await liveProject(tx, member, input.id);
      const { id: projectId, type: recordType, cursor, limit } = input;
      return deletedPage(tx, { member, projectId, recordType, cursor, limit });
    }),
  ),
};

interface PageAsked {
  readonly member: Member;
  readonly filter: TimelineFilter;
  readonly paging: { readonly cursor?: string | undefined; readonly limit: number };
}

async function page(tx: Tx, { member, filter, paging: { cursor, limit } }: PageAsked) {
  const { events, cursor: next } = checked(await timeline(tx, { member, filter, cursor, limit }));
  return { ...(await describeEvents(tx, member, events)), cursor: next };
}

async function deletedPage(tx: Tx, query: DeletedQuery) {
  const { deletions, cursor } = checked(await deletedRecords(tx, query));
  const known = new KnownNames(tx, query.member);
  await known.load(
    deletions.flatMap(({ record, event, along }) => [
      record.id,
      event.actor.personId,
      ...along.map(({ id }) => id),
    ]),
  );
  const named = (record: RecordState) => ({ key: known.keyOf(record), title: known.titleOf(record) });
  const records = deletions.map(
    ({ record, event, along }): DeletedRecord => ({
      record: { ...record },
      ...named(record),
      deletedAt: event.at,
      personId: event.actor.personId,
      personName: nameOfPerson(event.actor.personId, known),
      via: event.actor.via,
      commandId: event.commandId,
      cause: event.cause === undefined ? null : describeCause(event.cause),
      along: along.map((other) => ({ id: other.id, type: other.type, ...named(other) })),
    }),
  );
  return { records, cursor };
}

/** The record as it is now, if it may be read; deleted ones too. */
export async function readable(tx: Tx, member: Member, id: string): Promise<RecordState> {
  const record = await getRecord(tx, member, id);
  if (record) return record;
  throw refusedWith('NOT_FOUND', 'There is no such record.');
}

/** What lies in a deleted project is out of sight with it. */
export async function liveProject(tx: Tx, member: Member, id: string): Promise<RecordState> {
  const project = await getRecord(tx, member, id);
  if (project?.type === 'project' && project.deletedAt === null) return project;
  throw refusedWith('NOT_FOUND', 'There is no such project.');
}
