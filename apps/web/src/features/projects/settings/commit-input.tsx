import { type ComponentProps, useState } from 'react';
import { Input } from '../../../design/input.tsx';

export interface CommitInputProps extends Omit<ComponentProps<typeof Input>, 'value' | 'onChange'> {
  value: string;
  /** Called with a changed, non-empty text on Enter or when the field is left; Escape takes it back. */
  onCommit: (value: string) => void;
  /** A sentence keeps the text in the field, and out of the record. */
  check?: (value: string) => string | undefined;
  onProblem?: (problem: string | undefined) => void;
  format?: (value: string) => string;
}

/** A field that saves when one is done with it, and shows what others write while one is not. */
export function CommitInput({
  value,
  onCommit,
  check,
  onProblem,
  format = (text) => text,
  ...input
}: CommitInputProps) {
  const [draft, setDraft] = useState<string>();
  const shown = draft ?? value;
  const leave = () => {
    const next = shown.trim();
    const problem = next !== value && next !== '' ? check?.(next) : undefined;
    onProblem?.(problem);
    if (problem) return;
    setDraft(undefined);
    if (next !== '' && next !== value) onCommit(next);
  };
  return (
    <Input
      {...input}
      value={shown}
      onChange={(event) => {
        setDraft(format(event.target.value));
        onProblem?.(undefined);
      }}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') {
          event.stopPropagation();
          setDraft(undefined);
          onProblem?.(undefined);
        }
      }}
    />
  );
}
