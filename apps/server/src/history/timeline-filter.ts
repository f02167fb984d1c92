import type { TimelineFilter } from '@atrium/engine';
import type { timelineFilterSchema } from '@atrium/protocol/api';
import type { z } from 'zod';
import { momentOf } from './moments.ts';

type Asked = Omit<z.output<typeof timelineFilterSchema>, 'workspace'>;

/** What a request asks for, as the engine takes it. */
export function timelineFilter(asked: Asked): TimelineFilter {
  const { type, field, person, via, cause, command, from, to } = asked;
  return {
    ...(type !== undefined && { recordType: type }),
    ...(field !== undefined && { field }),
    ...(person !== undefined && { personId: person }),
    ...(via !== undefined && { via }),
    ...(cause !== undefined && { cause }),
    ...(command !== undefined && { commandId: command }),
    ...(from !== undefined && { from: momentOf(from, 'start') }),
    ...(to !== undefined && { to: momentOf(to, 'end') }),
  };
}
