import type { ClientStatus } from '@atrium/sync/client';
import type { ConnectionPillProps } from '../design/connection-pill.tsx';

/** What the pill shows of the client's state. `late`: not live for longer than a blink. */
export function pillOf(status: ClientStatus, late: boolean): Pick<ConnectionPillProps, 'state' | 'unsent'> {
  const { connection, unsent, attention } = status;
  if (attention > 0) return { state: 'attention', unsent: attention };
  if (connection === 'live' || !late) return { state: 'connected', unsent };
  const trying = connection === 'connecting' || connection === 'greeting' || connection === 'waiting';
  return { state: trying ? 'connecting' : 'offline', unsent };
}

export interface Notice {
  readonly tone: 'calm' | 'attention';
  readonly sentence: string;
  readonly action?: { readonly label: string; readonly kind: 'sign-in' | 'reload' };
}

/** What stops the workspace from being live until someone does something; nothing while it mends itself. */
export function noticeOf({ connection, unsent, lastError }: ClientStatus): Notice | undefined {
  const kept = unsent > 0 ? ' Your changes are kept here.' : '';
  if (connection === 'unauthenticated') {
    const who = lastError?.code === 'OTHER_PERSON' ? 'Someone else signed in here.' : 'You were signed out.';
    const sentence = `${who} You can go on working; sign in again to save.${kept}`;
    return { tone: 'attention', sentence, action: { label: 'Sign in again', kind: 'sign-in' } };
  }
  if (connection === 'outdated') {
    const sentence = `There is a new version of Atrium.${kept}`;
    return { tone: 'calm', sentence, action: { label: 'Reload', kind: 'reload' } };
  }
  if (lastError?.code === 'STORAGE') {
    const sentence =
      'This browser cannot keep changes on the device. Stay connected until they are saved, and free some space.';
    return { tone: 'attention', sentence };
  }
  return undefined;
}

/** One sentence on the connection, for the panel behind the pill. */
export function connectionSentence({ connection, unsent, attention }: ClientStatus): string {
  if (connection === 'live') {
    if (unsent > 0) return 'Connected. Saving now.';
    return attention > 0 ? 'Connected. Everything else is saved.' : 'Connected. Everything is saved.';
  }
  if (connection === 'offline') return 'No network. You can go on working; changes are kept in this browser.';
  if (connection === 'unauthenticated') return 'Signed out. Changes are kept in this browser.';
  if (connection === 'outdated') return 'A new version is here. Reload to go on; changes are kept.';
  if (connection === 'forbidden') return 'You are no longer a member of this workspace.';
  return 'The server does not answer. It is asked again and again; changes are kept in this browser.';
}
