import { WORK_ITEM_LIMITS } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { useEffect, useRef } from 'react';
import { Button } from '../../../design/button.tsx';
import { classNames } from '../../../design/class-names.ts';
import { useDraft } from '../drafts.ts';
import { itemView } from '../item-view.ts';
import { ItemMarkdown } from '../text/item-markdown.tsx';
import { MarkdownEditor } from '../text/markdown-editor.tsx';
import type { ItemEdit } from '../use-item-edit.ts';
import { useFieldAuthor } from './use-field-author.ts';
import { useFieldGlow } from './use-field-glow.ts';

/** The description: read as a document, edited as Markdown. What is being written survives closing. */
export function ItemDescription({
  item,
  edit,
  may,
  editing,
  onEditing,
  onTyping,
}: {
  item: RecordState;
  edit: ItemEdit;
  may: boolean;
  editing: boolean;
  onEditing: (editing: boolean) => void;
  onTyping: () => void;
}) {
  const { description } = itemView(item);
  const [draft, setDraft] = useDraft(`description:${item.id}`);
  const glow = useFieldGlow(item, 'description');
  const unsaved = draft !== undefined && draft !== description;

  const leave = () => {
    setDraft(undefined);
    onEditing(false);
  };
  if (editing && may) {
    return (
      <DescriptionEditor
        item={item}
        text={draft ?? description}
        onText={setDraft}
        onTyping={onTyping}
        onCancel={leave}
        onSave={(seen, text) => {
          leave();
          if (text !== description) edit.setSince(seen, { description: text.trim() === '' ? null : text });
        }}
      />
    );
  }
  return (
    <div>
      {unsaved && (
        <p className="mb-2 flex items-center gap-2 rounded-control bg-doing-wash px-2.5 py-1.5 text-12 text-doing">
          <span className="flex-1">You have a description here that is not saved.</span>
          <Button size="small" variant="ghost" onClick={() => onEditing(true)}>
            Go on writing
          </Button>
          <Button size="small" variant="ghost" onClick={() => setDraft(undefined)}>
            Throw away
          </Button>
        </p>
      )}
      {description ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: the Edit button and E do the same by keyboard.
        // biome-ignore lint/a11y/useKeyWithClickEvents: see above.
        <div
          style={glow.style}
          className={classNames('-mx-2 rounded-control px-2 py-1', glow.className, may && 'cursor-text')}
          onClick={(event) => {
            const pressed = event.target as Element;
            if (may && !pressed.closest('a, button, input') && !window.getSelection()?.toString())
              onEditing(true);
          }}
        >
          <ItemMarkdown size="document">{description}</ItemMarkdown>
        </div>
      ) : (
        may && (
          <button
            type="button"
            onClick={() => onEditing(true)}
            className="-mx-2 w-[calc(100%+16px)] rounded-control px-2 py-2 text-left text-14 text-ink-faint transition-colors hover:bg-hover"
          >
            Add a description…
          </button>
        )
      )}
    </div>
  );
}

function DescriptionEditor({
  item,
  text,
  onText,
  onTyping,
  onCancel,
  onSave,
}: {
  item: RecordState;
  text: string;
  onText: (text: string) => void;
  onTyping: () => void;
  onCancel: () => void;
  onSave: (seen: RecordState, text: string) => void;
}) {
  const seen = useRef(item);
  const by = useFieldAuthor(item, 'description');
  const moved = item.fieldVersions.description !== seen.current.fieldVersions.description;
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const end = field.current?.value.length ?? 0;
    field.current?.setSelectionRange(end, end);
  }, []);
  const tooLong = text.length > WORK_ITEM_LIMITS.description;
  const save = () => !tooLong && onSave(seen.current, text);
  return (
    <div>
      {moved && (
        <p
          role="status"
          className="mb-2 rounded-control bg-accent-wash px-2.5 py-1.5 text-12 text-accent-ink"
        >
          {by} changed the description while you write. When you save, you choose what stays.
        </p>
      )}
      <MarkdownEditor
        label="Description"
        size="document"
        autoFocus
        value={text}
        onChange={onText}
        onTyping={onTyping}
        onSubmit={save}
        onCancel={onCancel}
        placeholder="Describe it. Markdown, @mentions and keys such as ATR-12 work."
        className="max-h-[60vh] min-h-40"
        inputRef={(element) => {
          field.current = element;
        }}
        actions={
          <>
            {tooLong && <span className="text-12 text-late">Too long to save.</span>}
            <Button size="small" variant="ghost" keys="Escape" onClick={onCancel}>
              Cancel
            </Button>
            <Button size="small" variant="primary" keys="$mod+Enter" disabled={tooLong} onClick={save}>
              Save
            </Button>
          </>
        }
      />
    </div>
  );
}
