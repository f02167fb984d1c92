import { useQuery } from '@tanstack/react-query';
import { api } from './api-client.ts';
import { isSignedOut } from './api-problem.ts';
import { forgetDrafts } from './forget-drafts.ts';
import { remembered } from './remembered.ts';
import type { Me } from './workspace-context.ts';

/** Of the last visit, so that the workspace opens at once from what this browser kept, server or not. */
const lastMe = remembered<Me>('atrium.me', (value) => {
  const known = value as Partial<Me> | null;
  return known?.userId && Array.isArray(known.workspaces) ? (known as Me) : undefined;
});

/** Whose unsent words this browser keeps. */
const lastUser = remembered('atrium.user', (value) => (typeof value === 'string' ? value : undefined));

export const ME_KEY = ['me'];

async function readMe(): Promise<Me> {
  const me = await api.auth.me();
  noteMe(me);
  return me;
}

function noteMe(me: Me): void {
  const before = lastUser.get();
  if (before !== undefined && before !== me.userId) forgetDrafts();
  lastUser.set(me.userId);
  lastMe.set(me);
}

/**
 * Who is here: at first who was here last, without asking anyone; then what the server says. An error is either
 * `isSignedOut` or a server that does not answer; what was known stays beside it.
 */
export function useMe() {
  return useQuery({
    queryKey: ME_KEY,
    queryFn: readMe,
    initialData: () => lastMe.get(),
    // Known from another visit, so never fresh enough not to ask.
    initialDataUpdatedAt: 0,
    // Also without a network: then the answer is that there is none.
    networkMode: 'always',
    refetchOnReconnect: true,
    retry: (count, error) => !isSignedOut(error) && navigator.onLine && count < 2,
  });
}

/** Who was signed in here last, without asking the server. */
export const knownMe = (): Me | undefined => lastMe.get();

/** From now on nobody is here. What they wrote and did not send is kept for their own return. */
export function forgetMe(): void {
  lastMe.set(undefined);
}
