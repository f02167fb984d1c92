import { CloudOff, LogIn, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

export type ConnectionState = 'connected' | 'connecting' | 'offline' | 'signedOut' | 'attention';

export interface ConnectionPillProps {
  state: ConnectionState;
  /** Changes saved in this browser that the server has not confirmed; those that need someone, for `attention`. */
  unsent: number;
  /** Whether they would outlive the page; not yet a blink after they were made. */
  kept?: boolean;
  /** How far a push of several changes is. */
  push?: { done: number; total: number };
  /** Says so to who asks, and shows no words yet: most changes are saved within a blink. */
  quiet?: boolean;
  /** Where there is little room: the sign and the number. */
  small?: boolean;
  onPress?: () => void;
}

type Said = Pick<ConnectionPillProps, 'state' | 'unsent' | 'kept' | 'push'>;

/** What the pill says; nothing while all is well. */
export function connectionText({ state, unsent, kept = true, push }: Said): string {
  const changes = unsent === 1 ? '1 change' : `${unsent} changes`;
  const here = kept ? `${changes} kept here` : `${changes} only in this tab`;
  switch (state) {
    case 'connected':
      if (unsent === 0) return '';
      return push && push.total > 1
        ? `Sending ${Math.min(push.done + 1, push.total)} of ${push.total}`
        : `Saving ${changes}`;
    case 'connecting':
      return unsent > 0 ? `Reconnecting, ${here}` : 'Reconnecting';
    case 'offline':
      return unsent > 0 ? `Offline, ${here}` : 'Offline, you can go on working';
    case 'signedOut':
      return unsent > 0 ? `Sign in to send ${changes}` : 'Signed out';
    case 'attention':
      return unsent === 1 ? '1 change needs you' : `${unsent} changes need you`;
  }
}

const LOOKS: Record<ConnectionState, { looks: string; icon: ReactNode }> = {
  connected: { looks: 'text-ink-faint', icon: <Dot className="bg-done" /> },
  connecting: { looks: 'bg-doing-wash text-doing', icon: <Dot className="animate-breathe bg-doing" /> },
  offline: { looks: 'bg-doing-wash text-doing', icon: <CloudOff aria-hidden="true" /> },
  signedOut: { looks: 'bg-late-wash text-late', icon: <LogIn aria-hidden="true" /> },
  attention: { looks: 'bg-late-wash text-late', icon: <TriangleAlert aria-hidden="true" /> },
};

export function ConnectionPill({ state, unsent, kept, push, quiet, small, onPress }: ConnectionPillProps) {
  const text = connectionText({ state, unsent, kept, push });
  const { looks, icon } = LOOKS[state];
  const pill = (
    <button
      type="button"
      onClick={onPress}
      aria-label={text || 'Connected, everything is saved'}
      className={classNames(
        'inline-flex h-6 min-w-0 max-w-full items-center gap-1.5 rounded-full px-2 text-12 font-medium transition-colors [&_svg]:size-3.5 [&_svg]:shrink-0',
        looks,
      )}
    >
      {icon}
      {text && !quiet && <span className="truncate tabular-nums">{small ? unsent > 0 && unsent : text}</span>}
    </button>
  );
  const named = small || quiet || !text;
  return (
    <>
      {named ? <Tooltip label={text || 'Connected, everything is saved'}>{pill}</Tooltip> : pill}
      {/* Told to who listens, without counting along. */}
      <output className="sr-only">{state === 'connected' ? '' : text}</output>
    </>
  );
}

function Dot({ className }: { className: string }) {
  return <span aria-hidden="true" className={classNames('size-1.5 rounded-full', className)} />;
}
