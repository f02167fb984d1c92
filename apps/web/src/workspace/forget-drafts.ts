/** Where text that was typed and not sent stands in this browser; a name such as `comment:<id>` follows. */
export const DRAFT_PREFIX = 'atrium.draft.';

/** At sign-out, and when someone else signs in: nothing that was typed stays on this machine. */
export function forgetDrafts(): void {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(DRAFT_PREFIX));
    for (const key of keys) localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}
