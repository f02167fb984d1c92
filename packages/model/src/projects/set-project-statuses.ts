import type { EventDraft, Json } from '@atrium/protocol';
import { z } from 'zod';
import { defineChange } from '../commands/define-command.ts';
import { invalidInput } from '../commands/read-input.ts';
import { refuse } from '../commands/refuse.ts';
import { changed } from '../records/drafts.ts';
import { completion } from '../work-items/completion.ts';
import { projectType } from './project.ts';
import { statusesOf, statusId, statusList } from './statuses.ts';

/** So that one command stays small: more items than this must be moved first. */
const MAX_MOVED = 200;

/** Replaces the workflow. A status that items still have needs a word in `moveTo` on where they go. */
export const setProjectStatuses = defineChange(projectType, {
  name: 'project.setStatuses',
  input: z.strictObject({ statuses: statusList, moveTo: z.record(statusId, statusId).optional() }),
  right: 'manage',
  decide: ({ statuses, moveTo = {} }, { record, now, read }) => {
    const value: Json = JSON.parse(JSON.stringify(statuses));
    const drafts = changed(record, { statuses: value }, 'statuses_changed');
    const project = { ...record, fields: { ...record.fields, statuses: value } };
    const moved: EventDraft[] = [];
    for (const gone of statusesOf(record)) {
      if (statuses.some(({ id }) => id === gone.id)) continue;
      const hint = { projectId: record.id, limit: MAX_MOVED + 1 };
      const items = read.referrers('work_item', 'status', gone.id, hint);
      for (const item of items.filter(({ fields }) => fields.project === record.id)) {
        const status = moveTo[gone.id];
        if (status === undefined || !statuses.some(({ id }) => id === status)) {
          return invalidInput('moveTo', `Items have the status ${gone.name}. Say where they should go.`);
        }
        moved.push(...changed(item, { status, ...completion(item, status, project, now) }, 'moved'));
      }
    }
    if (moved.length > MAX_MOVED) {
      const message = `More than ${MAX_MOVED} items would move. Move them to another status first.`;
      return refuse('LIMIT_EXCEEDED', message, { limit: MAX_MOVED });
    }
    return [...drafts, ...moved];
  },
});
