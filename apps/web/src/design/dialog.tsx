import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { focusDialog } from './dialog-focus.ts';
import { IconButton } from './icon-button.tsx';
import { ignoreToasts } from './ignore-toasts.ts';
import { useFocusReturn } from './use-focus-return.ts';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the one that acts last. */
  footer?: ReactNode;
  width?: 'narrow' | 'medium' | 'wide' | 'full';
  /** Keeps the title for screen readers only. */
  bare?: boolean;
  /** After it has gone and the focus is back where it was. */
  onClosed?: () => void;
}

const WIDTHS = {
  narrow: 'max-w-[400px]',
  medium: 'max-w-[560px]',
  wide: 'max-w-[760px]',
  full: 'max-w-[1120px] top-[5vh] max-h-[90vh]',
};

export const scrimStyle = 'fixed inset-0 z-dialog animate-appear bg-scrim';

export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  width = 'medium',
  bare = false,
  onClosed,
}: DialogProps) {
  const returnFocus = useFocusReturn(open, onClosed);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={scrimStyle} />
        <Radix.Content
          onOpenAutoFocus={focusDialog}
          onCloseAutoFocus={returnFocus}
          onInteractOutside={ignoreToasts}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={classNames(
            'fixed inset-x-3 top-[12vh] z-dialog mx-auto flex max-h-[76vh] animate-appear flex-col rounded-card bg-raised text-ink shadow-float outline-none',
            WIDTHS[width],
          )}
        >
          <div className={bare ? 'sr-only' : 'flex items-start gap-3 px-4 pb-1 pt-3'}>
            <div className="min-w-0 flex-1 pt-1">
              <Radix.Title className="text-14 font-semibold">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-1 text-13 text-ink-muted">{description}</Radix.Description>
              )}
            </div>
            {!bare && (
              <Radix.Close asChild>
                <IconButton label="Close" keys="Escape" icon={<X />} className="-mr-1" />
              </Radix.Close>
            )}
          </div>
          <div className={classNames('min-h-0 flex-1 overflow-y-auto', !bare && 'px-4 pb-4 pt-2')}>
            {children}
          </div>
          {footer && (
            <div
              data-dialog-footer=""
              className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-3"
            >
              {footer}
            </div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
