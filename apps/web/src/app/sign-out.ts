import { forgetDrafts } from '../features/item/drafts.ts';
import { forgetMe } from '../workspace/use-me.ts';

/** Ends the session on the server. Throws when it cannot be reached: then one is still signed in. */
export async function endSession(): Promise<void> {
  const response = await fetch('/api/auth/sign-out', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  // Over already is as good.
  if (!response.ok && response.status !== 401) throw new Error('The server did not answer.');
}

/** With a fresh page: nothing of the person before stays in memory, nor what they wrote and did not send. */
export function leaveToSignIn(): void {
  forgetMe();
  forgetDrafts();
  window.location.assign('/sign-in');
}
