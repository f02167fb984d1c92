import type { Status } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import { createContext, useContext } from 'react';
import type { PersonView } from '../../workspace/use-people.ts';

/** What entries of a view need to show themselves, looked up once for all of them. */
export interface WorkView {
  readonly project: RecordState;
  readonly statuses: readonly Status[];
  readonly people: ReadonlyMap<RecordId, PersonView>;
  readonly labels: ReadonlyMap<RecordId, RecordState>;
  readonly blocked: ReadonlyMap<RecordId, readonly RecordId[]>;
  readonly me: RecordId;
  /** Why nothing can be changed here; undefined when it can. */
  readonly readOnly: string | undefined;
  /** Path of an item's own page. */
  readonly hrefOf: (key: string) => string;
}

export const WorkViewContext = createContext<WorkView | undefined>(undefined);

export function useWorkView(): WorkView {
  const view = useContext(WorkViewContext);
  if (!view) throw new Error('Boards and lists stand inside a work view.');
  return view;
}
