import { Switch as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';

export function Switch({
  checked,
  onChange,
  children,
  hint,
  disabled,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <span className="flex items-start justify-between gap-4">
      <span className="min-w-0">
        <label htmlFor={id} className="block select-none text-13 font-medium">
          {children}
        </label>
        {hint && <span className="block text-12 text-ink-faint">{hint}</span>}
      </span>
      <Radix.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        className="mt-0.5 inline-flex h-4.5 w-8 shrink-0 items-center rounded-full bg-control p-0.5 transition-colors disabled:opacity-50 data-[state=checked]:bg-accent"
      >
        <Radix.Thumb className="size-3.5 rounded-full bg-surface transition-transform data-[state=checked]:translate-x-3.5" />
      </Radix.Root>
    </span>
  );
}
