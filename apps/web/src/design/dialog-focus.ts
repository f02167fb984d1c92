/**
 * Where the focus goes when a dialog opens: a field, else the footer's first button (the one that keeps things),
 * else the dialog itself; never the cross. What asks for the focus by `autoFocus` has it already.
 */
export function focusDialog(event: Event): void {
  event.preventDefault();
  const dialog = event.currentTarget as HTMLElement;
  const first = dialog.querySelector<HTMLElement>(
    'input:not([type=hidden]), textarea, select, [data-dialog-footer] button',
  );
  (first ?? dialog).focus();
}
