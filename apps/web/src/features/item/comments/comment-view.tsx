import { deleteComment, editComment } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { Check, Ellipsis, Link2, Pencil, Reply, RotateCcw, Trash2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Avatar } from '../../../design/avatar.tsx';
import { Badge } from '../../../design/badge.tsx';
import { Button } from '../../../design/button.tsx';
import { classNames } from '../../../design/class-names.ts';
import { IconButton } from '../../../design/icon-button.tsx';
import { Menu } from '../../../design/menu.tsx';
import type { MenuEntry } from '../../../design/menu-items.ts';
import { RelativeTime } from '../../../design/relative-time.tsx';
import { notifyDone } from '../../../design/toast.tsx';
import { usePeople, usePerson } from '../../../workspace/use-people.ts';
import { useRecord } from '../../../workspace/use-records.ts';
import { useSend } from '../../../workspace/use-send.ts';
import { useWorkspace } from '../../../workspace/workspace-context.ts';
import { useFieldGlow } from '../detail/use-field-glow.ts';
import { useDraft } from '../drafts.ts';
import { ItemMarkdown } from '../text/item-markdown.tsx';
import { MarkdownEditor } from '../text/markdown-editor.tsx';
import { mentionedIn } from '../text/mentions.ts';
import { ReactionButton, Reactions } from './reactions.tsx';

export interface CommentRights {
  readonly comment: boolean;
  readonly manage: boolean;
}

/** One comment with what can be done to it. */
export function CommentView({
  comment,
  rights,
  onTyping,
  settle,
  onAnswer,
}: {
  comment: RecordState;
  rights: CommentRights;
  onTyping: () => void;
  /** For the first of a thread. */
  settle?: { resolved: boolean; run: () => void };
  onAnswer?: () => void;
}) {
  const { membership } = useWorkspace();
  const send = useSend();
  const author = usePerson(comment.createdBy);
  const raw = useRecord(comment.createdBy);
  const [editing, setEditing] = useState(false);
  const glow = useFieldGlow(comment, 'body');
  const linked = useCallback(
    (element: HTMLElement | null) => {
      if (element && isLinked(comment.id)) element.scrollIntoView({ block: 'center' });
    },
    [comment.id],
  );
  const mine = author.id === membership.personId || comment.createdBy === membership.personId;
  const imported = raw?.fields.placeholder === true || typeof comment.fields.source === 'string';
  const menu: MenuEntry[] = [
    ...(mine && rights.comment ? [{ label: 'Edit', icon: <Pencil />, run: () => setEditing(true) }] : []),
    { label: 'Copy link', icon: <Link2 />, run: () => copyLink(comment.id) },
    ...((mine && rights.comment) || rights.manage
      ? [
          { kind: 'separator' as const },
          {
            label: 'Delete',
            icon: <Trash2 />,
            danger: true,
            run: () => void send(deleteComment(comment), 'Comment deleted'),
          },
        ]
      : []),
  ];
  return (
    <article
      ref={linked}
      id={`comment-${comment.id}`}
      aria-label={`Comment by ${author.name}`}
      className="group/comment px-3 py-2.5"
    >
      <header className="flex h-6 items-center gap-2">
        <Avatar person={author} placeholder={author.placeholder} />
        <span className="min-w-0 truncate font-medium">{author.name}</span>
        {imported && <Badge>Imported</Badge>}
        <RelativeTime at={comment.createdAt} className="shrink-0 text-12 text-ink-faint" />
        {comment.fields.editedAt !== undefined && (
          <span className="text-12 text-ink-faint max-wide:hidden">edited</span>
        )}
        <span className="ml-auto flex opacity-0 transition-opacity focus-within:opacity-100 has-[[data-state=open]]:opacity-100 group-hover/comment:opacity-100 pointer-coarse:opacity-100">
          {rights.comment && <ReactionButton comment={comment} />}
          {onAnswer && rights.comment && (
            <IconButton size="small" label="Answer" icon={<Reply />} onClick={onAnswer} />
          )}
          {settle && rights.comment && (
            <IconButton
              size="small"
              label={settle.resolved ? 'Reopen the thread' : 'Resolve the thread'}
              icon={settle.resolved ? <RotateCcw /> : <Check />}
              onClick={settle.run}
            />
          )}
          <Menu items={menu} align="end">
            <IconButton size="small" label="More" icon={<Ellipsis />} />
          </Menu>
        </span>
      </header>
      <div className={classNames('rounded-control pl-7 pt-1', glow.className)} style={glow.style}>
        {editing ? (
          <CommentEdit comment={comment} onTyping={onTyping} onClose={() => setEditing(false)} />
        ) : (
          <ItemMarkdown>{String(comment.fields.body ?? '')}</ItemMarkdown>
        )}
        <Reactions comment={comment} may={rights.comment} />
      </div>
    </article>
  );
}

function CommentEdit({
  comment,
  onTyping,
  onClose,
}: {
  comment: RecordState;
  onTyping: () => void;
  onClose: () => void;
}) {
  const send = useSend();
  const people = usePeople();
  const body = String(comment.fields.body ?? '');
  const [draft = body, setDraft] = useDraft(`edit:${comment.id}`);
  const leave = () => {
    setDraft(undefined);
    onClose();
  };
  const save = () => {
    const text = draft.trim();
    if (text === '') return;
    if (text === body) return leave();
    const sent = send(editComment(comment, { body: text, mentions: mentionedIn(text, people) }));
    if (sent.receipt.state.get().step !== 'refused') leave();
  };
  return (
    <MarkdownEditor
      label="Edit the comment"
      value={draft}
      onChange={setDraft}
      onTyping={onTyping}
      onSubmit={save}
      onCancel={leave}
      autoFocus
      actions={
        <>
          <Button size="small" variant="ghost" onClick={leave}>
            Cancel
          </Button>
          <Button
            size="small"
            variant="primary"
            keys="$mod+Enter"
            disabled={draft.trim() === ''}
            onClick={save}
          >
            Save
          </Button>
        </>
      }
    />
  );
}

/** The address asks for this comment. */
export function isLinked(commentId: string): boolean {
  return window.location.hash === `#comment-${commentId}`;
}

function copyLink(commentId: string): void {
  const url = new URL(window.location.href);
  url.hash = `comment-${commentId}`;
  void navigator.clipboard.writeText(url.href).then(() => notifyDone('Link copied'));
}
