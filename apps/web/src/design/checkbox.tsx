import { Check, Minus } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export function Checkbox({
  checked,
  onChange,
  label,
  children,
  disabled,
  className,
}: {
  checked: boolean | 'mixed';
  onChange: (checked: boolean) => void;
  /** The accessible name where no words stand beside the box. */
  label?: string;
  children?: ReactNode;
  disabled?: boolean;
  className?: string;
}) {
  const id = useId();
  return (
    <span className={classNames('inline-flex items-center gap-2', className)}>
      <Radix.Root
        id={id}
        aria-label={label}
        checked={checked === 'mixed' ? 'indeterminate' : checked}
        onCheckedChange={(next) => onChange(next === true)}
        disabled={disabled}
        className="inline-flex size-4 shrink-0 items-center justify-center rounded-mark border border-control bg-raised text-on-accent transition-colors hover:border-ink-muted disabled:opacity-50 data-[state=checked]:border-accent data-[state=indeterminate]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:bg-accent"
      >
        <Radix.Indicator>
          {checked === 'mixed' ? (
            <Minus className="size-3" strokeWidth={3} aria-hidden="true" />
          ) : (
            <Check className="size-3" strokeWidth={3} aria-hidden="true" />
          )}
        </Radix.Indicator>
      </Radix.Root>
      {children && (
        <label htmlFor={id} className="select-none text-13">
          {children}
        </label>
      )}
    </span>
  );
}
