/** For `onInteractOutside`: an answer to a toast is no wish to close the dialog under it. */
export function ignoreToasts(event: Event): void {
  if (event.target instanceof Element && event.target.closest('[data-sonner-toaster]'))
    event.preventDefault();
}
