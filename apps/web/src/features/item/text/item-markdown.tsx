import { parseWorkItemKey, workItemKey } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { memo } from 'react';
import { Markdown } from '../../../design/markdown.tsx';
import { Tooltip } from '../../../design/tooltip.tsx';
import { AppLink } from '../../../shell/app-link.tsx';
import { usePersonByHandle } from '../../../workspace/use-people.ts';
import { useRecord } from '../../../workspace/use-records.ts';
import { useClient, useWorkspace } from '../../../workspace/workspace-context.ts';
import { StatusMark } from '../fields/status-picker.tsx';
import { useItemHref } from '../item-links.ts';
import { itemView } from '../item-view.ts';

/** Markdown in which `@ada` is a person and `ATR-12` a link. */
export const ItemMarkdown = memo(function ItemMarkdown({
  children,
  size,
  className,
}: {
  children: string;
  size?: 'note' | 'document';
  className?: string;
}) {
  return (
    <Markdown
      size={size}
      className={className}
      mention={(handle) => <Mention handle={handle} />}
      reference={(key) => <ItemReference itemKey={key} />}
    >
      {children}
    </Markdown>
  );
});

function Mention({ handle }: { handle: string }) {
  const { membership } = useWorkspace();
  const person = usePersonByHandle(handle);
  if (!person) return <span>@{handle}</span>;
  const me = person.id === membership.personId;
  return (
    <Tooltip label={person.name}>
      <span className={`rounded-mark px-0.5 font-medium text-accent-ink ${me ? 'bg-accent-wash' : ''}`}>
        @{handle}
      </span>
    </Tooltip>
  );
}

/** A key as a link to its item, with the item's state and title where they are here. */
export function ItemReference({ itemKey }: { itemKey: string }) {
  const { store } = useClient();
  const hrefOf = useItemHref();
  const parsed = parseWorkItemKey(itemKey);
  const projectId = parsed && store.find(`project:${parsed.key}`);
  const project = useRecord(projectId);
  const item = useRecord(projectId && parsed ? store.find(`item:${projectId}:${parsed.number}`) : undefined);
  if (!project) return <span>{itemKey}</span>;
  const link = (
    <AppLink href={hrefOf(itemKey)} className="inline-flex items-baseline gap-1 font-medium">
      {item && (
        <StatusMark project={project} status={itemView(item).status} named className="size-3.5 self-center" />
      )}
      {itemKey}
    </AppLink>
  );
  return item ? <Tooltip label={itemView(item).title}>{link}</Tooltip> : link;
}

/** What addresses an item: its key, or its id until the server has given it a number. */
export function addressOf(item: RecordState, project: RecordState | undefined): string {
  return typeof item.fields.number === 'number' && project ? workItemKey(item, project) : item.id;
}
