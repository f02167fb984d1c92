import { cva, type VariantProps } from 'class-variance-authority';
import { Slot } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';

export const buttonStyle = cva(
  'inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-control font-medium transition-colors disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-accent text-on-accent enabled:hover:bg-accent-hover',
        secondary:
          'border border-line-strong bg-raised text-ink enabled:hover:bg-hover enabled:active:bg-pressed',
        ghost: 'text-ink-muted enabled:hover:bg-hover enabled:hover:text-ink enabled:active:bg-pressed',
        danger: 'bg-danger text-on-danger enabled:hover:bg-danger-hover',
      },
      size: {
        small: 'h-7 gap-1.5 px-2 text-12',
        medium: 'h-8 gap-2 px-3 text-13',
        large: 'h-9 gap-2 px-4 text-14',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'medium' },
  },
);

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonStyle> {
  /** Shown as key caps at the end; binding the keys is the shortcut registry's work. */
  keys?: string;
  icon?: ReactNode;
  /** Work is under way: the button keeps its width and takes no second press. */
  busy?: boolean;
  /** Renders the only child (a link) with the button's looks. */
  asChild?: boolean;
}

export function Button({
  variant,
  size,
  keys,
  icon,
  busy = false,
  asChild = false,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  const looks = classNames(buttonStyle({ variant, size }), busy && 'animate-breathe', className);
  if (asChild) {
    return (
      <Slot.Root className={looks} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      className={looks}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {icon}
      {children}
      {keys && (
        <Kbd
          keys={keys}
          tone={variant === 'primary' || variant === 'danger' ? 'inverse' : 'plain'}
          className="-mr-1 max-wide:hidden"
        />
      )}
    </button>
  );
}
