import type { Fetch } from '../ports.ts';

/** A browser hides why a socket did not open; plain HTTP tells whether it is for want of a session. */
export async function isSignedOut({
  fetch,
  url,
}: {
  readonly fetch: Fetch;
  readonly url: string;
}): Promise<boolean> {
  const response = await fetch(`${url}/api/v1/auth/me`, { credentials: 'include' });
  return response.status === 401;
}
