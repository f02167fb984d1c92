import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

export const controlStyle =
  'w-full rounded-control border border-line-strong bg-raised text-13 text-ink transition-colors hover:border-control focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 disabled:opacity-50 aria-invalid:border-late max-wide:text-16';

export interface InputProps extends Omit<ComponentProps<'input'>, 'size'> {
  size?: 'small' | 'medium' | 'large';
  /** Sits inside at the start, for instance a magnifying glass. */
  icon?: ReactNode;
}

const HEIGHTS = { small: 'h-7', medium: 'h-8', large: 'h-9' };

export function Input({ size = 'medium', icon, className, ...rest }: InputProps) {
  if (!icon)
    return <input className={classNames(controlStyle, HEIGHTS[size], 'px-2.5', className)} {...rest} />;
  return (
    <span className={classNames('relative block h-fit w-full', className)}>
      <span className="pointer-events-none absolute inset-y-0 left-2 flex items-center text-ink-faint [&_svg]:size-4">
        {icon}
      </span>
      <input className={classNames(controlStyle, HEIGHTS[size], 'pl-8 pr-2.5')} {...rest} />
    </span>
  );
}
