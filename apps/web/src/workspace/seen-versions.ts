import type { RecordId } from '@atrium/protocol';

/** The state of a record that someone last had before their eyes. */
export interface Seen {
  readonly version: number;
  /** When it had come to that, by the server's clock. */
  readonly at: string;
}

const PREFIX = 'atrium.seen.';
const MOST = 2_000;

/** What one person has seen in one workspace, in this browser: versions only, none of the contents. */
export function seenVersions(tenantId: string, personId: RecordId) {
  const key = `${PREFIX}${tenantId}.${personId}`;
  const read = (): { [recordId: string]: Seen } => {
    try {
      const known: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
      return typeof known === 'object' && known !== null ? (known as { [recordId: string]: Seen }) : {};
    } catch {
      return {};
    }
  };
  return {
    of(recordId: RecordId): Seen | undefined {
      const seen = read()[recordId];
      return typeof seen?.version === 'number' && typeof seen.at === 'string' ? seen : undefined;
    },
    /** Never backwards: another tab may have seen more. */
    keep(recordId: RecordId, seen: Seen): void {
      const { [recordId]: before, ...others } = read();
      if (before && before.version >= seen.version) return;
      // The newest last: the oldest go first.
      const entries = [...Object.entries(others), [recordId, seen] as const].slice(-MOST);
      try {
        localStorage.setItem(key, JSON.stringify(Object.fromEntries(entries)));
      } catch {
        // Then everything is as new as it looks.
      }
    },
  };
}

/** At sign-out, and when someone else signs in. */
export function forgetSeen(): void {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    for (const key of keys) localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}
