import { WORK_ITEM_LIMITS } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { classNames } from '../../../design/class-names.ts';
import { itemView } from '../item-view.ts';
import type { ItemEdit } from '../use-item-edit.ts';
import { useFieldGlow } from './use-field-glow.ts';

/** The title, edited where it stands: Enter or leaving saves, Escape takes it back. */
export function ItemTitle({ item, edit, may }: { item: RecordState; edit: ItemEdit; may: boolean }) {
  const { title } = itemView(item);
  const [draft, setDraft] = useState<{ text: string; seen: RecordState }>();
  const field = useRef<HTMLTextAreaElement>(null);
  const cancelled = useRef(false);
  const glow = useFieldGlow(item, 'title');
  // biome-ignore lint/correctness/useExhaustiveDependencies: another item is another title.
  useEffect(() => setDraft(undefined), [item.id]);

  const save = () => {
    const text = cancelled.current ? undefined : draft?.text.trim();
    cancelled.current = false;
    setDraft(undefined);
    if (draft && text && text !== title) edit.setSince(draft.seen, { title: text });
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
    event.preventDefault();
    event.stopPropagation();
    // Leaving saves.
    cancelled.current = event.key === 'Escape';
    field.current?.blur();
  };
  return (
    <div>
      <h1 className="sr-only">{title}</h1>
      <textarea
        ref={field}
        rows={1}
        aria-label="Title"
        readOnly={!may}
        value={draft?.text ?? title}
        maxLength={WORK_ITEM_LIMITS.title}
        onFocus={() => may && setDraft({ text: title, seen: item })}
        onChange={(event) =>
          setDraft({ text: event.target.value.replace(/\s*\n\s*/g, ' '), seen: draft?.seen ?? item })
        }
        onBlur={save}
        onKeyDown={press}
        style={glow.style}
        className={classNames(
          '-mx-2 block w-[calc(100%+16px)] resize-none rounded-control bg-transparent px-2 py-1 text-20 font-semibold text-ink [field-sizing:content] [overflow-wrap:anywhere]',
          may && 'transition-colors hover:bg-hover focus:bg-transparent',
          glow.className,
        )}
      />
    </div>
  );
}
