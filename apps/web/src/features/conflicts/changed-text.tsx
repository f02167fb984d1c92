import { textChanges } from '@atrium/model';
import { useMemo, useState } from 'react';
import { foldedChanges } from './folded-changes.ts';

/** A text with what came marked, and what went struck through, as against another. */
export function ChangedText({ from, to, removed = true }: { from: string; to: string; removed?: boolean }) {
  const changes = useMemo(() => foldedChanges(textChanges(from, to)), [from, to]);
  if (from === '' && to === '') return <Empty />;
  return (
    <div dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere] [unicode-bidi:plaintext]">
      {changes.map((change, index) => {
        // Stretches have no identity but their place.
        const key = `${index}:${change.kind}`;
        if (change.kind === 'folded') return <Fold key={key} text={change.text} />;
        if (change.kind === 'added')
          return (
            <ins key={key} className={ADDED}>
              {change.text}
            </ins>
          );
        if (change.kind === 'same') return <span key={key}>{change.text}</span>;
        return (
          removed && (
            <del key={key} className={REMOVED}>
              {change.text}
            </del>
          )
        );
      })}
    </div>
  );
}

const ADDED = 'rounded-mark bg-done-wash text-done no-underline box-decoration-clone';
const REMOVED = 'rounded-mark bg-late-wash text-late line-through box-decoration-clone';

export function Empty() {
  return <span className="text-ink-faint">Empty</span>;
}

function Fold({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  if (open) return <span>{text}</span>;
  return (
    <button
      type="button"
      onClick={() => setOpen(true)}
      className="mx-1 rounded-mark bg-hover px-1.5 text-11 text-ink-muted hover:bg-pressed hover:text-ink"
    >
      {text.length.toLocaleString()} characters unchanged
    </button>
  );
}
