import { useEffect } from 'react';
import { forgetDrafts } from '../workspace/forget-drafts.ts';
import { forgetSeen } from '../workspace/seen-versions.ts';
import { forgetMe } from '../workspace/use-me.ts';

/** Written when someone signs out, so that the other tabs of this browser hear of it. */
const SIGNED_OUT = 'atrium.signed-out';

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
  forgetSeen();
  try {
    localStorage.setItem(SIGNED_OUT, new Date().toISOString());
  } catch {
    // Other tabs find out when the server refuses them.
  }
  window.location.assign('/sign-in');
}

/** Someone signed out in another tab: what this one shows goes too. */
export function useFollowSignOut(): void {
  useEffect(() => {
    const follow = ({ key, newValue }: StorageEvent) => {
      if (key === SIGNED_OUT && newValue !== null) window.location.assign('/sign-in');
    };
    window.addEventListener('storage', follow);
    return () => window.removeEventListener('storage', follow);
  }, []);
}
