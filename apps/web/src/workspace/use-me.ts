import { useQuery } from '@tanstack/react-query';
import { api } from './api-client.ts';
import { isSignedOut } from './api-problem.ts';
import { remembered } from './remembered.ts';
import type { Me } from './workspace-context.ts';

/** Of the last visit, so that the workspace opens from what this browser kept while no server answers. */
const lastMe = remembered<Me>('atrium.me', (value) => {
  const known = value as Partial<Me> | null;
  return known?.userId && Array.isArray(known.workspaces) ? (known as Me) : undefined;
});

export const ME_KEY = ['me'];

async function readMe(): Promise<Me> {
  try {
    const me = await api.auth.me();
    lastMe.set(me);
    return me;
  } catch (error) {
    if (isSignedOut(error)) lastMe.set(undefined);
    const known = lastMe.get();
    if (known) return known;
    throw error;
  }
}

/** Who is signed in. An error is either `isSignedOut` or a server that does not answer. */
export function useMe() {
  return useQuery({
    queryKey: ME_KEY,
    queryFn: readMe,
    retry: (count, error) => !isSignedOut(error) && count < 2,
  });
}

/** Who was signed in here last, without asking the server. */
export const knownMe = (): Me | undefined => lastMe.get();

export function forgetMe(): void {
  lastMe.set(undefined);
}
