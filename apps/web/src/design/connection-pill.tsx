import { CloudOff, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

export type ConnectionState = 'connected' | 'connecting' | 'offline' | 'attention';

export interface ConnectionPillProps {
  state: ConnectionState;
  /** Changes saved in this browser that the server has not confirmed. */
  unsent: number;
  onPress?: () => void;
}

/** What the pill says; nothing while all is well. */
export function connectionText({ state, unsent }: Pick<ConnectionPillProps, 'state' | 'unsent'>): string {
  const changes = unsent === 1 ? '1 change' : `${unsent} changes`;
  switch (state) {
    case 'connected':
      return unsent > 0 ? `Saving ${changes}` : '';
    case 'connecting':
      return unsent > 0 ? `Reconnecting, ${changes} kept here` : 'Reconnecting';
    case 'offline':
      return unsent > 0 ? `Offline, ${changes} kept here` : 'Offline, you can go on working';
    case 'attention':
      return unsent === 1 ? '1 change needs you' : `${unsent} changes need you`;
  }
}

const LOOKS: Record<ConnectionState, { looks: string; icon: ReactNode }> = {
  connected: { looks: 'text-ink-faint', icon: <Dot className="bg-done" /> },
  connecting: { looks: 'bg-doing-wash text-doing', icon: <Dot className="animate-breathe bg-doing" /> },
  offline: { looks: 'bg-doing-wash text-doing', icon: <CloudOff aria-hidden="true" /> },
  attention: { looks: 'bg-late-wash text-late', icon: <TriangleAlert aria-hidden="true" /> },
};

export function ConnectionPill({ state, unsent, onPress }: ConnectionPillProps) {
  const text = connectionText({ state, unsent });
  const { looks, icon } = LOOKS[state];
  // A phone has room for the sentence only when it needs to be read.
  const calm = state === 'connected' || state === 'connecting';
  const pill = (
    <button
      type="button"
      onClick={onPress}
      aria-label={text || 'Connected, everything is saved'}
      className={classNames(
        'inline-flex h-6 shrink-0 items-center gap-1.5 rounded-full px-2 text-12 font-medium transition-colors [&_svg]:size-3.5',
        looks,
      )}
    >
      {icon}
      {text && <span className={classNames('whitespace-nowrap', calm && 'max-wide:sr-only')}>{text}</span>}
    </button>
  );
  if (text) return <output className="inline-flex">{pill}</output>;
  return <Tooltip label="Connected, everything is saved">{pill}</Tooltip>;
}

function Dot({ className }: { className: string }) {
  return <span aria-hidden="true" className={classNames('size-1.5 rounded-full', className)} />;
}
