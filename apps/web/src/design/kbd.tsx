import { Fragment } from 'react';
import { classNames } from './class-names.ts';
import { keyCaps } from './key-labels.ts';

/** Shows a key binding (`$mod+k`, `g b`) as key caps. */
export function Kbd({
  keys,
  tone = 'plain',
  className,
}: {
  keys: string;
  /** `inverse` sits on a filled button. */
  tone?: 'plain' | 'inverse';
  className?: string;
}) {
  return (
    <span
      className={classNames('inline-flex shrink-0 items-center gap-0.5 pointer-coarse:hidden', className)}
      aria-hidden="true"
    >
      {keyCaps(keys).map((caps, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a binding's presses never move.
        <Fragment key={index}>
          {caps.map((cap) => (
            <kbd
              key={cap}
              className={classNames(
                'inline-flex h-4 min-w-4 items-center justify-center rounded-mark px-1 font-sans text-11 font-medium leading-none',
                tone === 'plain' && 'border border-line bg-surface text-ink-faint',
                tone === 'inverse' && 'bg-on-accent/15 text-on-accent',
              )}
            >
              {cap}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}
