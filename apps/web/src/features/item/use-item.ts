import { parseWorkItemKey, projectScope, recordScope, WORKSPACE_SCOPE } from '@atrium/model';
import { isId, type RecordId, type RecordState } from '@atrium/protocol';
import type { ScopeStatus } from '@atrium/sync/client';
import { useMemo, useRef, useSyncExternalStore } from 'react';
import { useRecord, useRecords, useScope } from '../../workspace/use-records.ts';
import { useClient } from '../../workspace/workspace-context.ts';

export type ItemFound =
  | { readonly kind: 'loading' }
  /** Not there, or not for me: nobody is told which. */
  | { readonly kind: 'missing'; readonly offline: boolean }
  | { readonly kind: 'deleted' | 'ready'; readonly item: RecordState; readonly project: RecordState };

/** The item behind a key (`ATR-12`) or an id, kept live together with its project and its comments. */
export function useItem(keyOrId: string): ItemFound {
  const parsed = useMemo(() => parseWorkItemKey(keyOrId), [keyOrId]);
  const workspaceStatus = useScope(WORKSPACE_SCOPE);
  const projects = useRecords({ type: 'project' });
  const named = parsed && projects.find(({ fields }) => fields.key === parsed.key);
  const numbered = useNumberedItem(named?.id, parsed?.number);
  const id = parsed ? numbered : isId(keyOrId) ? keyOrId : undefined;
  const recordStatus = useScope(id && recordScope(id));
  const item = useRecord(id);
  const projectId = named?.id ?? (item ? String(item.fields.project) : undefined);
  const projectStatus = useScope(projectId && projectScope(projectId));
  const project = useRecord(projectId);

  if (item?.type === 'work_item' && project) {
    return { kind: item.deletedAt === null ? 'ready' : 'deleted', item, project };
  }
  if (!parsed && !id) return { kind: 'missing', offline: false };
  const asked = !parsed ? recordStatus : named ? projectStatus : workspaceStatus;
  return isSettled(asked) ? { kind: 'missing', offline: asked.kind === 'stale' } : { kind: 'loading' };
}

function isSettled({ kind }: ScopeStatus): boolean {
  return kind !== 'loading';
}

/** The id stays known after the item is deleted and its key is free. */
function useNumberedItem(projectId: RecordId | undefined, number: number | undefined): RecordId | undefined {
  const { store } = useClient();
  const last = useRef<{ key: string; id: RecordId }>(undefined);
  const view = useMemo(
    () => store.view({ type: 'work_item', where: { project: projectId ?? 'none' } }),
    [store, projectId],
  );
  const key = `item:${projectId}:${number}`;
  const found = useSyncExternalStore(view.subscribe, () => store.find(key));
  if (found) last.current = { key, id: found };
  return found ?? (last.current?.key === key ? last.current.id : undefined);
}
