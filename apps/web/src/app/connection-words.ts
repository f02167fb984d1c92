import type { ClientStatus } from '@atrium/sync/client';
import type { ConnectionPillProps } from '../design/connection-pill.tsx';

/**
 * What the pill shows of the client's state.
 * @param late not live for longer than a blink
 * @param needs how many changes ask for a decision; those that wait for them do not count
 */
export function pillOf(
  { connection, unsent, attention }: ClientStatus,
  late: boolean,
  needs: number,
): Pick<ConnectionPillProps, 'state' | 'unsent'> {
  // What needs someone comes before what mends itself; who is signed out can do nothing before they sign in.
  if (connection === 'unauthenticated') return { state: 'signedOut', unsent: unsent + attention };
  if (needs > 0) return { state: 'attention', unsent: needs };
  if (connection === 'offline') return { state: 'offline', unsent };
  if (connection === 'live' || !late) return { state: 'connected', unsent };
  const trying = connection === 'connecting' || connection === 'greeting' || connection === 'waiting';
  return { state: trying ? 'connecting' : 'offline', unsent };
}

export interface Notice {
  readonly tone: 'calm' | 'attention';
  readonly sentence: string;
  readonly action?: { readonly label: string; readonly kind: 'sign-in' | 'reload' | 'show' };
}

/** What stops the workspace from being live until someone does something; nothing while it mends itself. */
export function noticeOf({
  connection,
  unsent,
  attention,
  storage,
  lastError,
}: ClientStatus): Notice | undefined {
  const waiting = unsent + attention;
  const changes = waiting === 1 ? 'your change' : `your ${waiting} changes`;
  const kept = waiting > 0 && storage === 'device' ? ' Your changes are kept here.' : '';
  if (connection === 'unauthenticated') {
    const action = { label: 'Sign in again', kind: 'sign-in' } as const;
    if (lastError?.code === 'OTHER_PERSON') {
      const sentence = `Someone else signed in here. You can go on working; sign in again to save.${kept}`;
      return { tone: 'attention', sentence, action };
    }
    const what = waiting > 0 ? `Sign in to send ${changes}.` : 'Sign in again to save.';
    return { tone: 'attention', sentence: `You were signed out. ${what} You can go on working.`, action };
  }
  if (connection === 'outdated') {
    const sentence = `This version of Atrium is too old for the server.${kept}`;
    return { tone: 'calm', sentence, action: { label: 'Reload', kind: 'reload' } };
  }
  // In a private window that is nothing new: it matters once something waits, or room ran out.
  if (storage === 'memory' && ((unsent > 0 && connection !== 'live') || lastError?.code === 'STORAGE')) {
    const sentence =
      'This device keeps nothing, or is full: leave this tab open until everything is sent, or export it.';
    return { tone: 'attention', sentence, action: { label: 'Show', kind: 'show' } };
  }
  return undefined;
}

/** One sentence on the connection, for the panel behind the pill. */
export function connectionSentence({ connection, unsent, attention, storage }: ClientStatus): string {
  const kept = storage === 'device' ? 'changes are kept in this browser' : 'changes last as long as this tab';
  if (connection === 'live') {
    if (unsent > 0) return 'Connected. Sending now.';
    return attention > 0 ? 'Connected. Everything else is saved.' : 'Connected. Everything is saved.';
  }
  if (connection === 'offline') return `No network. You can go on working; ${kept}.`;
  if (connection === 'unauthenticated') return `Signed out; ${kept}.`;
  if (connection === 'outdated') return `A new version is here. Reload to go on; ${kept}.`;
  if (connection === 'forbidden') return 'You are no longer a member of this workspace.';
  return `The server does not answer. It is asked again and again; ${kept}.`;
}
