import type { RecordState } from '@atrium/protocol';
import { Copy, History, Link2, Maximize2, Pencil, Trash2, Undo2 } from 'lucide-react';
import type { MenuEntry } from '../../../design/menu-items.ts';
import { notifyDone, notifyProblem } from '../../../design/toast.tsx';
import { useShortcuts } from '../../../design/use-shortcuts.ts';
import { useClient, useWorkspace } from '../../../workspace/workspace-context.ts';
import { useGo } from '../../work-view/use-go.ts';
import { itemHref } from '../item-links.ts';
import { addressOf } from '../text/item-markdown.tsx';
import { linkMenu } from './dependencies.tsx';
import type { LinkKind } from './dependency-groups.ts';

export interface ItemActionsOptions {
  item: RecordState;
  project: RecordState;
  mayUpdate: boolean;
  mayDelete: boolean;
  onEdit: () => void;
  onLink: (kind: LinkKind) => void;
  onDelete: () => void;
  /** In the peek panel. */
  onOpenPage?: () => void;
}

/** The menu of an item; the same in the panel and on its page. */
export function useItemActions(options: ItemActionsOptions): { menu: MenuEntry[]; copyLink: () => void } {
  const { item, project, mayUpdate, mayDelete, onEdit, onLink, onDelete, onOpenPage } = options;
  const client = useClient();
  const { membership } = useWorkspace();
  const address = addressOf(item, project);
  const copyLink = () => {
    const href = new URL(itemHref(membership.slug, address), window.location.origin).href;
    copy(href, 'Link copied');
  };
  const go = useGo();
  const openHistory = () => go(`${itemHref(membership.slug, address)}/history`);
  useShortcuts([{ keys: 'h', label: 'Show its history', group: 'Work item', rank: 0, run: openHistory }]);
  const menu: MenuEntry[] = [
    ...(onOpenPage
      ? [{ label: 'Open as a page', icon: <Maximize2 />, keys: 'o', run: onOpenPage } satisfies MenuEntry]
      : []),
    { label: 'Copy link', icon: <Link2 />, run: copyLink },
    { label: 'Copy key', icon: <Copy />, run: () => copy(address, `${address} copied`) },
    {
      label: 'History',
      icon: <History />,
      keys: 'h',
      run: openHistory,
    },
    { kind: 'separator' },
    { label: 'Edit the description', icon: <Pencil />, keys: 'e', disabled: !mayUpdate, run: onEdit },
    ...(mayUpdate
      ? [{ kind: 'sub', label: 'Add a link', icon: <Link2 />, items: linkMenu(onLink) } satisfies MenuEntry]
      : []),
    {
      label: 'Undo',
      icon: <Undo2 />,
      keys: '$mod+z',
      run: () => notifyDone(client.undo() ? 'Undone' : 'Nothing to undo'),
    },
    { kind: 'separator' },
    {
      label: 'Delete',
      icon: <Trash2 />,
      keys: 'Backspace',
      danger: true,
      disabled: !mayDelete,
      run: onDelete,
    },
  ];
  return { menu, copyLink };
}

function copy(text: string, said: string): void {
  navigator.clipboard.writeText(text).then(
    () => notifyDone(said),
    () => notifyProblem('The browser did not allow copying.'),
  );
}
