import { useLayoutEffect, useRef } from 'react';

/** Gives the focus back to what had it when the dialog opened, whether or not that was its trigger. */
export function useFocusReturn(open: boolean, onClosed?: () => void): (event: Event) => void {
  const opener = useRef<Element | null>(null);
  useLayoutEffect(() => {
    // Runs before the dialog's own content is there to take the focus.
    if (open) opener.current = document.activeElement;
  }, [open]);
  return (event) => {
    event.preventDefault();
    if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
    onClosed?.();
  };
}
