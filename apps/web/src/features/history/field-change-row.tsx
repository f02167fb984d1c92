import type { FieldChange } from '@atrium/protocol/api';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../design/button.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { ChangedText } from '../conflicts/changed-text.tsx';

export interface FieldChangeRowProps {
  change: FieldChange;
  names: Readonly<Record<string, string>>;
  /** Gives the field the value before; undefined where it cannot. */
  onPutBack?: (() => void) | undefined;
}

/** What one field held before and holds after. */
export function FieldChangeRow({ change, names, onPutBack }: FieldChangeRowProps) {
  return (
    <div className="group/field flex min-w-0 items-start gap-3 rounded-mark py-0.5 text-13 max-wide:flex-wrap max-wide:gap-x-2 max-wide:gap-y-0">
      <span className="w-28 shrink-0 truncate text-12 leading-5 text-ink-muted max-wide:w-auto max-wide:flex-1">
        {change.label}
      </span>
      <div className="min-w-0 flex-1 leading-5 max-wide:order-3 max-wide:basis-full">
        <Values change={change} names={names} />
      </div>
      <span className="h-5 w-6 shrink-0">
        {onPutBack && (
          <IconButton
            size="small"
            label={`Put back ${change.label.toLowerCase()}`}
            icon={<Undo2 />}
            onClick={onPutBack}
            className="-my-0.5 opacity-0 focus-visible:opacity-100 group-hover/field:opacity-100 max-wide:opacity-100"
          />
        )}
      </span>
    </div>
  );
}

function Values({ change, names }: Pick<FieldChangeRowProps, 'change' | 'names'>) {
  const { kind, old, new: now, oldText, newText } = change;
  if (kind === 'rank') return <span className="text-ink-muted">Moved within its column</span>;
  if (kind === 'longText' || oldText.length > 80 || newText.length > 80) {
    return (
      <Clamped long={oldText.length + newText.length > 600}>
        {oldText === '' ? (
          <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
            {newText}
          </p>
        ) : (
          <ChangedText from={oldText} to={newText} />
        )}
      </Clamped>
    );
  }
  if (Array.isArray(old) || Array.isArray(now)) {
    const [before, after] = [listOf(old), listOf(now)];
    const called = (value: string) => names[value] ?? value;
    return (
      <span className="flex flex-wrap gap-x-3 gap-y-0.5 [overflow-wrap:anywhere]">
        {before
          .filter((value) => !after.includes(value))
          .map((value) => (
            <Gone key={value} text={called(value)} />
          ))}
        {after
          .filter((value) => !before.includes(value))
          .map((value) => (
            <span key={value}>
              <span className="text-done" aria-hidden="true">
                +
              </span>{' '}
              <ins className="no-underline">{called(value)}</ins>
            </span>
          ))}
      </span>
    );
  }
  return (
    <span className="[overflow-wrap:anywhere]" dir="auto">
      {oldText !== '' && (
        <>
          <Gone text={oldText} />
          <span className="px-1.5 text-ink-faint" role="img" aria-label="became">
            →
          </span>
        </>
      )}
      {newText === '' ? (
        <span className="text-ink-faint">Empty</span>
      ) : (
        <ins className={oldText === '' ? 'no-underline' : 'font-medium no-underline'}>{newText}</ins>
      )}
    </span>
  );
}

function Gone({ text }: { text: string }) {
  return <del className="text-ink-muted decoration-line-strong">{text}</del>;
}

/** Long things show their beginning. */
function Clamped({ long, children }: { long: boolean; children: React.ReactNode }) {
  const [open, setOpen] = useState(false);
  if (!long) return children;
  return (
    <>
      <div className={open ? undefined : 'max-h-30 overflow-hidden mask-b-from-60%'}>{children}</div>
      <Button variant="ghost" size="small" className="-ml-2" onClick={() => setOpen(!open)}>
        {open ? 'Show less' : 'Show all'}
      </Button>
    </>
  );
}

function listOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.map((entry) => (typeof entry === 'string' ? entry : JSON.stringify(entry)));
}
