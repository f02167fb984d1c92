import { useLocation, useNavigate } from '@tanstack/react-router';
import { ChevronDown, ChevronUp, Ellipsis, Link2, Maximize2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../design/icon-button.tsx';
import { Menu } from '../../design/menu.tsx';
import { SidePanel } from '../../design/side-panel.tsx';
import { useShortcuts } from '../../design/use-shortcuts.ts';
import { WORK_ITEM_TYPE_NAMES, WorkItemTypeIcon } from '../../design/work-item-type-icon.tsx';
import { useWorkspace } from '../../workspace/workspace-context.ts';
import { ItemDeleted, ItemMissing, ItemSkeleton } from './detail/item-absent.tsx';
import { ItemDetail } from './detail/item-detail.tsx';
import { ItemLinks } from './item-links.ts';
import { itemView } from './item-view.ts';
import { addressOf } from './text/item-markdown.tsx';
import { useItem } from './use-item.ts';

export interface ItemPeekProps {
  /** `ATR-12`, or the id of an item that has no number yet. */
  itemKey: string;
  onClose: () => void;
  /** To the next or the previous one of the list behind. */
  onStep?: (step: 1 | -1) => void;
}

/** An item beside the list that it is in. */
export function ItemPeek({ itemKey, onClose, onStep }: ItemPeekProps) {
  const found = useItem(itemKey);
  const navigate = useNavigate();
  const { pathname, searchStr } = useLocation();
  const { membership } = useWorkspace();
  const openPage = () =>
    void navigate({ to: '/w/$workspace/i/$item', params: { workspace: membership.slug, item: itemKey } });
  const hrefOf = (keyOrId: string) => {
    const search = new URLSearchParams(searchStr);
    search.set('peek', keyOrId);
    return `${pathname}?${search}`;
  };
  useShortcuts([
    { keys: 'o', label: 'Open as a page', group: 'Work item', rank: 0, run: openPage },
    ...(onStep
      ? [
          { keys: 'j', label: 'Next work item', group: 'Work item', quiet: true, run: () => onStep(1) },
          { keys: 'k', label: 'Previous work item', group: 'Work item', quiet: true, run: () => onStep(-1) },
        ]
      : []),
  ]);
  const bar = (name: ReactNode, more?: ReactNode) => (
    <header className="flex h-(--size-topbar) shrink-0 items-center gap-1 border-b border-line pl-5 pr-2">
      <span className="flex min-w-0 flex-1 items-center gap-2">{name}</span>
      {onStep && (
        <>
          <IconButton label="Previous" keys="k" icon={<ChevronUp />} onClick={() => onStep(-1)} />
          <IconButton label="Next" keys="j" icon={<ChevronDown />} onClick={() => onStep(1)} />
        </>
      )}
      {more}
      <IconButton label="Close" keys="Escape" icon={<X />} onClick={onClose} />
    </header>
  );
  const key = <span className="font-mono text-12 text-ink-muted">{itemKey}</span>;
  return (
    <SidePanel label={`Work item ${itemKey}`} onClose={onClose}>
      <ItemLinks value={hrefOf}>
        {found.kind === 'ready' ? (
          <ItemDetail
            key={found.item.id}
            item={found.item}
            project={found.project}
            onGone={onClose}
            onOpenPage={openPage}
          >
            {({ body, presence, menu, copyLink }) => {
              const { type } = itemView(found.item);
              return (
                <>
                  {bar(
                    <>
                      <WorkItemTypeIcon type={type} label={WORK_ITEM_TYPE_NAMES[type]} />
                      <span className="font-mono text-12 text-ink-muted">
                        {addressLabel(addressOf(found.item, found.project))}
                      </span>
                      {presence}
                    </>,
                    <>
                      <IconButton
                        label="Copy link"
                        icon={<Link2 />}
                        onClick={copyLink}
                        className="max-wide:hidden"
                      />
                      <IconButton label="Open as a page" keys="o" icon={<Maximize2 />} onClick={openPage} />
                      <Menu items={menu} align="end">
                        <IconButton label="More" icon={<Ellipsis />} />
                      </Menu>
                    </>,
                  )}
                  <div className="min-h-0 flex-1">{body}</div>
                </>
              );
            }}
          </ItemDetail>
        ) : (
          <>
            {bar(key)}
            {found.kind === 'loading' && <ItemSkeleton />}
            {found.kind === 'missing' && <ItemMissing name={itemKey} offline={found.offline} />}
            {found.kind === 'deleted' && (
              <ItemDeleted item={found.item} project={found.project} name={itemKey} />
            )}
          </>
        )}
      </ItemLinks>
    </SidePanel>
  );
}

/** An id is nothing to read: until it has a number, an item is new. */
function addressLabel(address: string): string {
  return address.length > 20 ? 'New' : address;
}
