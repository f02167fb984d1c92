import { workItemKey } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { useRouter } from '@tanstack/react-router';
import { FolderKanban } from 'lucide-react';
import { useCallback } from 'react';
import type { PaletteItem } from '../../design/palette-registry.ts';
import { StatusIcon } from '../../design/status-icon.tsx';
import { api } from '../../workspace/api-client.ts';
import { useWorkspace } from '../../workspace/workspace-context.ts';
import { projectInPath, workspacePaths } from '../../workspace/workspace-paths.ts';
import { statusView } from '../item/item-view.ts';
import { type Found, findRecords, mergeFound, titleOf } from './find-records.ts';

const PEEKED = ['board', 'list'];

/** Finds records for the palette: what this browser has at once, then what the server finds in full text. */
export function useRecordSearch(): (query: string) => Promise<readonly PaletteItem[]> {
  const { client, membership } = useWorkspace();
  const router = useRouter();
  return useCallback(
    async (query) => {
      const { store } = client;
      const get = (id: string) => store.get(id);
      const here = findRecords({ query, records: store.all(), get });
      const there = await soon(askServer(membership.tenantId, query, get));
      const open = (found: Found) => router.history.push(addressOf(found, router, membership.slug));
      return mergeFound(here, there).map((found) => paletteItem(found, get, () => open(found)));
    },
    [client, membership, router],
  );
}

/** What takes longer is not waited for: what is here would stay hidden behind it. */
function soon(answer: Promise<Found[]>): Promise<Found[]> {
  const late = new Promise<Found[]>((resolve) => setTimeout(() => resolve([]), 700));
  return Promise.race([answer, late]);
}

type Get = (id: string) => RecordState | undefined;

async function askServer(workspace: string, q: string, get: Get): Promise<Found[]> {
  try {
    const { hits } = await api.search.query({ workspace, q, limit: 12 });
    return hits.flatMap(({ record, subject, body }) => {
      const target = record.type === 'comment' ? subject : record;
      if (target?.type !== 'work_item' && target?.type !== 'project') return [];
      const shown = get(target.id) ?? target;
      const project = get(String(target.fields.project));
      const key = target.type === 'work_item' ? workItemKey(shown, project) : undefined;
      const excerpt = record.type === 'comment' ? body?.text : undefined;
      return [{ id: target.id, record: shown, key, ...(excerpt ? { excerpt } : {}) }];
    });
  } catch {
    // Without a server, what is here is still found.
    return [];
  }
}

/** Over a view of the same project: in its peek panel. From anywhere else: the page. */
function addressOf({ record, key }: Found, router: ReturnType<typeof useRouter>, slug: string): string {
  const paths = workspacePaths(slug);
  if (record.type === 'project') return paths.board(String(record.fields.key));
  const item = key ?? record.id;
  const { pathname, searchStr } = router.state.location;
  const view = projectInPath(pathname);
  if (view && PEEKED.includes(view.view) && item.startsWith(`${view.key.toUpperCase()}-`)) {
    const search = new URLSearchParams(searchStr);
    search.set('peek', item);
    return `${pathname}?${search}`;
  }
  return paths.item(item);
}

function paletteItem(found: Found, get: Get, run: () => void): PaletteItem {
  const { id, record, key, excerpt } = found;
  const project = get(String(record.fields.project));
  const status = statusView(project, String(record.fields.status ?? ''));
  return {
    id: `record:${id}`,
    label: titleOf(record),
    group: 'Records',
    hint: excerpt ? `${key} · ${excerpt.slice(0, 60)}` : (key ?? 'Project'),
    icon:
      record.type === 'project' ? (
        <FolderKanban />
      ) : (
        <span className="inline-flex">
          <StatusIcon category={status.category} progress={status.progress} label={status.name} />
        </span>
      ),
    rank: 30,
    run,
  };
}
