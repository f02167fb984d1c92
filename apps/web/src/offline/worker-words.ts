/** What a page and the service worker say to each other. */
export type WordToWorker =
  /** Someone asked for the new version: take over from the worker of the old one. */
  | { readonly kind: 'takeOver' }
  /** A page is here or has gone on: forget the versions that nobody runs any more. */
  | { readonly kind: 'tidy' }
  /** Bring what is queued to the server, unless a page does. */
  | { readonly kind: 'drain' };

/** Every page holds a lock of this name and its version, so that the worker keeps the files of that version. */
export const VERSION_LOCK = 'atrium.version:';

/** The tag under which the browser is asked to wake the worker once there is a network. */
export const DRAIN_TAG = 'atrium.drain';
