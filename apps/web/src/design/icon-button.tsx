import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

export interface IconButtonProps extends ComponentProps<'button'> {
  /** What it does: the accessible name and the tooltip. */
  label: string;
  keys?: string;
  icon: ReactNode;
  size?: 'small' | 'medium';
  side?: 'top' | 'right' | 'bottom' | 'left';
  pressed?: boolean;
}

export function IconButton({
  label,
  keys,
  icon,
  size = 'medium',
  side,
  pressed,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} keys={keys} side={side}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        className={classNames(
          'relative inline-flex shrink-0 items-center justify-center rounded-control text-ink-muted transition-colors enabled:hover:bg-hover enabled:hover:text-ink enabled:active:bg-pressed disabled:opacity-50 aria-pressed:bg-accent-wash aria-pressed:text-accent-ink data-[state=open]:bg-hover [&_svg]:size-4',
          size === 'small' ? 'size-6' : 'size-8',
          className,
        )}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
