import { useEffect, useRef, useState } from 'react';

/** A card being written: Enter keeps it and starts another, Escape leaves. */
export function QuickAdd({
  label,
  onAdd,
  onLeave,
}: {
  label: string;
  onAdd: (title: string) => void;
  onLeave: () => void;
}) {
  const [title, setTitle] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const add = () => {
    const trimmed = title.trim();
    if (trimmed) onAdd(trimmed);
    setTitle('');
    return trimmed !== '';
  };
  return (
    <div className="mx-2 mb-1.5 rounded-control border border-accent-line bg-raised p-2.5">
      <textarea
        ref={field}
        rows={2}
        maxLength={500}
        value={title}
        aria-label={label}
        placeholder="What is to be done?"
        className="block w-full resize-none bg-transparent text-13 leading-[18px] outline-none! max-wide:text-16"
        onChange={(event) => setTitle(event.target.value.replace(/\n/g, ' '))}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') {
            event.preventDefault();
            add();
          } else if (event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            onLeave();
          }
        }}
        onBlur={() => {
          add();
          onLeave();
        }}
      />
      <p className="text-11 text-ink-faint max-wide:hidden" aria-hidden="true">
        Enter adds it, Escape leaves
      </p>
    </div>
  );
}
