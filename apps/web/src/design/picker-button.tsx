import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** What opens a picker where a value is shown: a quiet row that tells it can be changed when pointed at. */
export function PickerButton({
  icon,
  children,
  placeholder,
  boxed = false,
  className,
  ...rest
}: ComponentProps<'button'> & {
  icon?: ReactNode;
  /** Shown faint when there are no children. */
  placeholder?: string;
  /** With a border, for forms. */
  boxed?: boolean;
}) {
  return (
    <button
      type="button"
      className={classNames(
        'inline-flex h-8 max-w-full items-center gap-2 rounded-control px-2 text-left text-13 transition-colors enabled:hover:bg-hover data-[state=open]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0',
        boxed && 'border border-line-strong bg-raised px-2.5',
        className,
      )}
      {...rest}
    >
      {icon}
      <span className={classNames('min-w-0 truncate', !children && 'text-ink-faint')}>
        {children || placeholder}
      </span>
    </button>
  );
}
