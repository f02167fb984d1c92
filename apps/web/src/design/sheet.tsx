import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { scrimStyle } from './dialog.tsx';
import { focusDialog } from './dialog-focus.ts';
import { IconButton } from './icon-button.tsx';
import { ignoreToasts } from './ignore-toasts.ts';
import { useFocusReturn } from './use-focus-return.ts';

/** A dialog that comes from an edge: settings and lists from the right, choices on a phone from below. */
export function Sheet({
  open,
  onOpenChange,
  title,
  side = 'right',
  children,
  footer,
  bare = false,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  side?: 'left' | 'right' | 'bottom';
  children: ReactNode;
  footer?: ReactNode;
  /** Keeps the title for screen readers only; what is inside brings its own way out. */
  bare?: boolean;
}) {
  const returnFocus = useFocusReturn(open);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={scrimStyle} />
        <Radix.Content
          onOpenAutoFocus={focusDialog}
          onCloseAutoFocus={returnFocus}
          onInteractOutside={ignoreToasts}
          aria-describedby={undefined}
          className={classNames(
            'fixed z-dialog flex flex-col bg-raised text-ink shadow-float outline-none',
            side === 'right' && 'inset-y-0 right-0 w-full max-w-[440px] animate-slide',
            side === 'left' && 'inset-y-0 left-0 w-[280px] animate-appear',
            side === 'bottom' && 'inset-x-0 bottom-0 max-h-[80vh] animate-appear rounded-t-card',
          )}
        >
          <div
            className={
              bare ? 'sr-only' : 'flex h-11 shrink-0 items-center gap-2 border-b border-line pl-4 pr-2'
            }
          >
            <Radix.Title className="min-w-0 flex-1 truncate text-13 font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label="Close" keys="Escape" icon={<X />} />
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
          {footer && <div className="flex justify-end gap-2 border-t border-line px-4 py-3">{footer}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
