/** What the API's error says, as one sentence for people. */
export function problemOf(error: unknown): { sentence: string; code: string | undefined } {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && typeof message === 'string' && message !== '') {
    return { sentence: message, code };
  }
  return {
    sentence: 'The server cannot be reached. Nothing was lost: try again in a moment.',
    code: undefined,
  };
}

export function isSignedOut(error: unknown): boolean {
  return problemOf(error).code === 'UNAUTHENTICATED';
}
