import type { RecordState } from '@atrium/protocol';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Ellipsis, FolderKanban, Link2 } from 'lucide-react';
import { IconButton } from '../../design/icon-button.tsx';
import { Menu } from '../../design/menu.tsx';
import { WORK_ITEM_TYPE_NAMES, WorkItemTypeIcon } from '../../design/work-item-type-icon.tsx';
import { Page } from '../../shell/page.tsx';
import type { Crumb } from '../../shell/top-bar.tsx';
import { useRecord } from '../../workspace/use-records.ts';
import { useCreateWorkItem } from './create-work-item-dialog.tsx';
import { ItemDeleted, ItemMissing, ItemSkeleton } from './detail/item-absent.tsx';
import { ItemDetail } from './detail/item-detail.tsx';
import { itemHref } from './item-links.ts';
import { itemView } from './item-view.ts';
import { addressOf } from './text/item-markdown.tsx';
import { useDocumentTitle } from './use-document-title.ts';
import { useItem } from './use-item.ts';

/** An item on a page of its own, by key or id. */
export function ItemScreen() {
  const { workspace, item: keyOrId } = useParams({ from: '/w/$workspace/i/$item' });
  const found = useItem(keyOrId);
  if (found.kind === 'ready') {
    return <ItemPage key={found.item.id} item={found.item} project={found.project} workspace={workspace} />;
  }
  return (
    <Page breadcrumb={[{ id: 'item', label: keyOrId }]}>
      {found.kind === 'loading' && <ItemSkeleton />}
      {found.kind === 'missing' && <ItemMissing name={keyOrId} offline={found.offline} />}
      {found.kind === 'deleted' && (
        <ItemDeleted item={found.item} project={found.project} name={addressOf(found.item, found.project)} />
      )}
    </Page>
  );
}

function ItemPage({
  item,
  project,
  workspace,
}: {
  item: RecordState;
  project: RecordState;
  workspace: string;
}) {
  const navigate = useNavigate();
  const { type, title, parent: parentId } = itemView(item);
  const parent = useRecord(parentId);
  const address = addressOf(item, project);
  const board = `/w/${workspace}/p/${String(project.fields.key)}/board`;
  const { dialog } = useCreateWorkItem(project);
  useDocumentTitle(`${address} ${title} · ${workspace} · Atrium`);
  const breadcrumb: Crumb[] = [
    { id: 'project', label: String(project.fields.name), href: board, icon: <FolderKanban /> },
    ...(parent
      ? [
          {
            id: parent.id,
            label: addressOf(parent, project),
            href: itemHref(workspace, addressOf(parent, project)),
            icon: <WorkItemTypeIcon type={itemView(parent).type} />,
          },
        ]
      : []),
    {
      id: item.id,
      label: <span className="font-mono text-12">{address}</span>,
      icon: <WorkItemTypeIcon type={type} label={WORK_ITEM_TYPE_NAMES[type]} />,
    },
  ];
  const leave = () =>
    void navigate({
      to: '/w/$workspace/p/$project/board',
      params: { workspace, project: String(project.fields.key) },
    });
  return (
    <ItemDetail item={item} project={project} onGone={leave}>
      {({ body, presence, menu, copyLink }) => (
        <Page
          breadcrumb={breadcrumb}
          presence={presence}
          actions={
            <>
              <IconButton label="Copy link" icon={<Link2 />} onClick={copyLink} />
              <Menu items={menu} align="end">
                <IconButton label="More" icon={<Ellipsis />} />
              </Menu>
            </>
          }
        >
          {body}
          {dialog}
        </Page>
      )}
    </ItemDetail>
  );
}
