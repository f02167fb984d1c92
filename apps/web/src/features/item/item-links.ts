import { createContext, useContext } from 'react';
import { useWorkspace } from '../../workspace/workspace-context.ts';

/** Where a link to another item leads: its page, or the same peek panel. */
export const ItemLinks = createContext<((keyOrId: string) => string) | undefined>(undefined);

export function useItemHref(): (keyOrId: string) => string {
  const { membership } = useWorkspace();
  return useContext(ItemLinks) ?? ((keyOrId) => itemHref(membership.slug, keyOrId));
}

export function itemHref(workspace: string, keyOrId: string): string {
  return `/w/${workspace}/i/${keyOrId}`;
}
