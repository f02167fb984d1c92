import type { RecordState } from '@atrium/protocol';
import { type ReactNode, useRef, useState } from 'react';
import { AvatarStack } from '../../../design/avatar.tsx';
import type { MenuEntry } from '../../../design/menu-items.ts';
import { useMay } from '../../../workspace/use-projects.ts';
import { ConflictNote } from '../../conflicts/conflict-note.tsx';
import { ItemTimeline } from '../activity/item-timeline.tsx';
import { useActivity } from '../activity/use-activity.ts';
import { AwayStrip } from '../away/away-strip.tsx';
import { useAway } from '../away/use-away.ts';
import { addressOf } from '../text/item-markdown.tsx';
import { useItemEdit } from '../use-item-edit.ts';
import { Dependencies } from './dependencies.tsx';
import type { LinkKind } from './dependency-groups.ts';
import { useItemActions } from './item-actions.tsx';
import { ItemDescription } from './item-description.tsx';
import { ItemProperties, type PropertyName } from './item-properties.tsx';
import { ItemTitle } from './item-title.tsx';
import { SubItems } from './sub-items.tsx';
import { useItemPresence } from './use-item-presence.ts';
import { useItemShortcuts } from './use-item-shortcuts.ts';
import { writingWords } from './writing-words.ts';

export interface ItemDetailProps {
  item: RecordState;
  project: RecordState;
  /** After it was deleted: closes the panel, leaves the page. */
  onGone: () => void;
  onOpenPage?: () => void;
  /** The head (a panel's bar, a page's top bar) around the body. */
  children: (parts: {
    body: ReactNode;
    /** Who else is here. */
    presence: ReactNode;
    menu: MenuEntry[];
    copyLink: () => void;
  }) => ReactNode;
}

/** An item with everything that belongs to it. Asks for the width that it is given: one column or two. */
export function ItemDetail({ item, project, onGone, onOpenPage, children }: ItemDetailProps) {
  const edit = useItemEdit(item);
  const mayUpdate = useMay('update', 'work_item', project);
  const mayDelete = useMay('delete', 'work_item', project);
  const [open, setOpen] = useState<PropertyName>();
  const [editing, setEditing] = useState(false);
  const [linking, setLinking] = useState<LinkKind>();
  const composer = useRef<HTMLTextAreaElement>(null);
  const { viewers, writers, onTyping } = useItemPresence(item.id);
  const activity = useActivity(item);
  const { since, away, dismiss } = useAway(item, activity);

  const remove = () => {
    const { receipt } = edit.remove(`Deleted ${addressOf(item, project)}`);
    if (receipt.state.get().step !== 'refused') onGone();
  };
  const actions = {
    mayUpdate,
    mayDelete,
    onEdit: () => setEditing(true),
    onDelete: remove,
  };
  useItemShortcuts({
    ...actions,
    onField: setOpen,
    onComment: () => {
      composer.current?.focus();
      composer.current?.scrollIntoView({ block: 'center' });
    },
  });
  const { menu, copyLink } = useItemActions({ ...actions, item, project, onLink: setLinking, onOpenPage });

  const body = (
    <div className="@container h-full overflow-y-auto">
      <div className="mx-auto grid max-w-[1080px] gap-x-10 gap-y-5 px-5 pb-10 pt-4 @min-[880px]:grid-cols-[minmax(0,1fr)_264px] @min-[880px]:px-8 @min-[880px]:pt-6">
        <div className="flex min-w-0 flex-col gap-2">
          <ItemTitle item={item} edit={edit} may={mayUpdate} />
          <ConflictNote record={item} project={project} />
          {away && since && (
            <AwayStrip
              away={away}
              since={since}
              item={item}
              project={project}
              edit={edit}
              may={mayUpdate}
              onDismiss={dismiss}
            />
          )}
        </div>
        <aside className="min-w-0 border-line @min-[880px]:row-span-2 @min-[880px]:border-l @min-[880px]:pl-6 max-wide:border-y max-wide:py-2">
          <div className="@min-[880px]:sticky @min-[880px]:top-6">
            <ItemProperties
              item={item}
              project={project}
              edit={edit}
              may={mayUpdate}
              open={open}
              onOpen={setOpen}
            />
            {!mayUpdate && <p className="pt-2 text-12 text-ink-faint">{whyNot(project)}</p>}
          </div>
        </aside>
        <div className="flex min-w-0 flex-col gap-6">
          <ItemDescription
            item={item}
            edit={edit}
            may={mayUpdate}
            editing={editing}
            onEditing={setEditing}
            onTyping={onTyping}
          />
          <SubItems item={item} project={project} may={mayUpdate} />
          <Dependencies
            item={item}
            project={project}
            may={mayUpdate}
            adding={linking}
            onAdding={setLinking}
          />
          <ItemTimeline
            item={item}
            project={project}
            activity={activity}
            since={since?.at}
            onTyping={onTyping}
            writing={writingWords(writers)}
            composerRef={(field) => {
              composer.current = field;
            }}
          />
        </div>
      </div>
    </div>
  );
  const presence = viewers.length > 0 && <AvatarStack people={viewers} here />;
  return children({ body, presence, menu, copyLink });
}

function whyNot(project: RecordState): string {
  return project.fields.archivedAt === undefined
    ? 'You may read this, but not change it.'
    : 'The project is archived: nothing in it changes any more.';
}
