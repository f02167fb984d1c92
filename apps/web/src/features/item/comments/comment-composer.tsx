import { COMMENT_LIMITS, createComment } from '@atrium/model';
import { newId, type RecordId } from '@atrium/protocol';
import { ArrowUp } from 'lucide-react';
import { Button } from '../../../design/button.tsx';
import { usePeople } from '../../../workspace/use-people.ts';
import { useSend } from '../../../workspace/use-send.ts';
import { useDraft } from '../drafts.ts';
import { MarkdownEditor } from '../text/markdown-editor.tsx';
import { mentionedIn } from '../text/mentions.ts';

/** Writes a comment or an answer. What is typed is kept per item until it is sent. */
export function CommentComposer({
  subject,
  parent,
  autoFocus,
  onTyping,
  onDone,
  inputRef,
}: {
  subject: RecordId;
  /** The thread that is answered. */
  parent?: RecordId;
  autoFocus?: boolean;
  onTyping: () => void;
  onDone?: () => void;
  inputRef?: (field: HTMLTextAreaElement | null) => void;
}) {
  const send = useSend();
  const people = usePeople();
  const [draft = '', setDraft] = useDraft(parent ? `reply:${parent}` : `comment:${subject}`);
  const ready = draft.trim() !== '' && draft.length <= COMMENT_LIMITS.body;
  const submit = () => {
    if (!ready) return;
    const mentions = mentionedIn(draft, people);
    const sent = send(
      createComment(newId(), {
        subject,
        body: draft.trim(),
        ...(parent && { parent }),
        ...(mentions.length > 0 && { mentions }),
      }),
    );
    if (sent.receipt.state.get().step === 'refused') return;
    setDraft(undefined);
    onDone?.();
  };
  return (
    <MarkdownEditor
      label={parent ? 'Write an answer' : 'Write a comment'}
      placeholder={parent ? 'Answer…' : 'Comment… @ mentions someone'}
      value={draft}
      onChange={setDraft}
      onTyping={onTyping}
      onSubmit={submit}
      onCancel={onDone}
      autoFocus={autoFocus}
      inputRef={inputRef}
      className="max-h-[40vh] min-h-14"
      actions={
        <Button
          size="small"
          variant={ready ? 'primary' : 'secondary'}
          keys={ready ? '$mod+Enter' : undefined}
          icon={<ArrowUp />}
          disabled={!ready}
          onClick={submit}
        >
          {parent ? 'Answer' : 'Comment'}
        </Button>
      }
    />
  );
}
