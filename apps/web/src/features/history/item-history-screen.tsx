import { useParams } from '@tanstack/react-router';
import { FolderKanban } from 'lucide-react';
import { useMemo } from 'react';
import { WORK_ITEM_TYPE_NAMES, WorkItemTypeIcon } from '../../design/work-item-type-icon.tsx';
import { Page } from '../../shell/page.tsx';
import { useWorkspacePaths } from '../../workspace/use-workspace-paths.ts';
import { ItemMissing, ItemSkeleton } from '../item/detail/item-absent.tsx';
import { itemView } from '../item/item-view.ts';
import { addressOf } from '../item/text/item-markdown.tsx';
import { type ItemFound, useItem } from '../item/use-item.ts';
import { HistoryPage } from './history-page.tsx';

const TYPES = ['work_item', 'comment', 'dependency'];

/** Every change of an item and of what hangs on it; deleted ones have a history, too. */
export function ItemHistoryScreen() {
  const { item: keyOrId } = useParams({ from: '/w/$workspace/i/$item/history' });
  const found = useItem(keyOrId);
  if ('item' in found) return <OfItem found={found} />;
  return (
    <Page breadcrumb={[{ id: 'item', label: keyOrId }]}>
      {found.kind === 'loading' ? <ItemSkeleton /> : <ItemMissing name={keyOrId} offline={found.offline} />}
    </Page>
  );
}

function OfItem({ found: { item, project } }: { found: Extract<ItemFound, { kind: 'ready' | 'deleted' }> }) {
  const paths = useWorkspacePaths();
  const address = addressOf(item, project);
  const { type, title } = itemView(item);
  const subject = useMemo(() => ({ kind: 'record', id: item.id }) as const, [item.id]);
  return (
    <HistoryPage
      subject={subject}
      types={TYPES}
      title={`History of ${address} ${title}`}
      breadcrumb={[
        {
          id: 'project',
          label: String(project.fields.name),
          href: paths.board(String(project.fields.key)),
          icon: <FolderKanban />,
        },
        {
          id: item.id,
          label: (
            <>
              <span className="font-mono text-12 font-normal">{address}</span> {title}
            </>
          ),
          href: paths.item(address),
          icon: <WorkItemTypeIcon type={type} label={WORK_ITEM_TYPE_NAMES[type]} />,
        },
        { id: 'history', label: 'History' },
      ]}
    />
  );
}
