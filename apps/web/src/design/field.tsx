import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';

export interface FieldControl {
  id: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
}

/** A label, a control, and under it a hint or what is wrong with it. */
export function Field({
  label,
  hint,
  error,
  aside,
  children,
}: {
  label: string;
  hint?: ReactNode;
  /** A sentence; its presence marks the control as invalid. */
  error?: string;
  /** At the label's right, for instance "Forgot it?". */
  aside?: ReactNode;
  /** Spread the given props on the control. */
  children: (control: FieldControl) => ReactNode;
}) {
  const id = useId();
  const noteId = `${id}-note`;
  const noted = Boolean(error || hint);
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="text-12 font-medium text-ink-muted">
          {label}
        </label>
        {aside && <span className="text-12 text-ink-faint">{aside}</span>}
      </div>
      {children({
        id,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': noted ? noteId : undefined,
      })}
      {noted && (
        <p
          id={noteId}
          className={error ? 'flex items-start gap-1.5 text-12 text-late' : 'text-12 text-ink-faint'}
        >
          {error && <CircleAlert className="mt-0.5 size-3 shrink-0" aria-hidden="true" />}
          <span role={error ? 'alert' : undefined}>{error ?? hint}</span>
        </p>
      )}
    </div>
  );
}
