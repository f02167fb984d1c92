import { Eye, Pencil } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { Button } from '../../../design/button.tsx';
import { classNames } from '../../../design/class-names.ts';
import { ItemMarkdown } from './item-markdown.tsx';
import { MentionList } from './mention-list.tsx';
import { useMentionTyping } from './use-mention-typing.ts';

export interface MarkdownEditorProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  /** $mod+Enter. */
  onSubmit?: () => void;
  /** Escape. */
  onCancel?: () => void;
  onTyping?: () => void;
  autoFocus?: boolean;
  size?: 'note' | 'document';
  /** Without a border of its own. */
  bare?: boolean;
  /** The smallest height. */
  className?: string;
  /** Buttons at the lower right. */
  actions?: ReactNode;
  inputRef?: (field: HTMLTextAreaElement | null) => void;
}

/** Writes Markdown: mentions complete themselves, a preview is one press away. */
export function MarkdownEditor({
  label,
  value,
  onChange,
  placeholder,
  onSubmit,
  onCancel,
  onTyping,
  autoFocus,
  size = 'note',
  bare = false,
  className,
  actions,
  inputRef,
}: MarkdownEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [preview, setPreview] = useState(false);
  const mention = useMentionTyping(field, value, onChange);
  const press = (event: KeyboardEvent) => {
    if (mention.press(event) || event.nativeEvent.isComposing) return;
    const submits = event.key === 'Enter' && (event.metaKey || event.ctrlKey);
    const run = submits ? onSubmit : event.key === 'Escape' ? onCancel : undefined;
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };
  const text = size === 'document' ? 'text-15 max-wide:text-16' : 'text-13 leading-5 max-wide:text-16';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: saving and leaving work from the field, the preview and the buttons.
    <div
      onKeyDown={press}
      className={classNames(
        'relative flex flex-col',
        !bare &&
          'rounded-control border border-line-strong bg-raised transition-colors focus-within:border-focus focus-within:outline-1 focus-within:outline-focus',
      )}
    >
      {preview ? (
        <div className={classNames('min-h-16', !bare && 'px-3 py-2', className)}>
          {value.trim() ? (
            <ItemMarkdown size={size}>{value}</ItemMarkdown>
          ) : (
            <p className="text-ink-faint">Nothing to preview.</p>
          )}
        </div>
      ) : (
        <textarea
          ref={(element) => {
            field.current = element;
            inputRef?.(element);
          }}
          aria-label={label}
          value={value}
          placeholder={placeholder}
          // biome-ignore lint/a11y/noAutofocus: opened by the person who is about to write.
          autoFocus={autoFocus}
          onChange={(event) => {
            onChange(event.target.value);
            onTyping?.();
          }}
          onSelect={mention.look}
          onBlur={mention.leave}
          rows={2}
          className={classNames(
            'block w-full resize-none bg-transparent text-ink outline-none! [field-sizing:content]',
            !bare && 'px-3 py-2',
            text,
            'min-h-16',
            className,
          )}
          {...mention.field}
        />
      )}
      {mention.list && !preview && <MentionList {...mention.list} />}
      <div className={classNames('flex items-center gap-2 pt-1', !bare && 'px-1.5 pb-1.5')}>
        <Button
          variant="ghost"
          size="small"
          className={classNames('text-ink-faint', bare && '-ml-2')}
          icon={preview ? <Pencil /> : <Eye />}
          aria-pressed={preview}
          onClick={() => setPreview(!preview)}
        >
          {preview ? 'Write' : 'Preview'}
        </Button>
        <span className="ml-auto flex items-center gap-2">{actions}</span>
      </div>
    </div>
  );
}
