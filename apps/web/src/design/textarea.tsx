import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { controlStyle } from './input.tsx';

/** Grows with its text (CSS `field-sizing`, with rows as the floor where a browser lacks it). */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={rows}
      className={classNames(
        controlStyle,
        'block max-h-[50vh] min-h-16 resize-none px-2.5 py-1.5 leading-5 [field-sizing:content]',
        className,
      )}
      {...rest}
    />
  );
}
