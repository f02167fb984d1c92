import { RefreshCw } from 'lucide-react';
import { ConnectionPill } from '../design/connection-pill.tsx';
import { newVersion, takeNewVersion } from '../offline/app-version.ts';
import { useFrameActions } from '../workspace/frame-actions.ts';
import { useObservable } from '../workspace/use-observable.ts';
import { useClient } from '../workspace/workspace-context.ts';
import { pillOf } from './connection-words.ts';
import { useNeeds } from './pending-drops.ts';
import { useLate } from './use-late.ts';

/** The pill: where the connection and what is unsent are always to be seen. */
export function ConnectionStatus({ small = false }: { small?: boolean }) {
  const client = useClient();
  const status = useObservable(client.status);
  const needs = useNeeds().length;
  const { showConnection, signInAgain } = useFrameActions();
  const isLive = status.connection === 'live';
  const isLate = useLate(!isLive);
  const slow = useLate(status.unsent > 0, 500);
  const push = useObservable(client.push);
  const pill = pillOf(status, isLate, needs);
  return (
    <ConnectionPill
      {...pill}
      kept={status.saving === 0 && status.storage === 'device'}
      push={isLive ? push : undefined}
      quiet={pill.state === 'connected' && !slow}
      small={small}
      onPress={pill.state === 'signedOut' ? signInAgain : showConnection}
    />
  );
}

/** At the sidebar's foot. */
export function ConnectionFoot() {
  const isNewer = useObservable(newVersion);
  return (
    <div className="flex flex-col gap-1">
      {isNewer && (
        <output className="flex h-8 items-center gap-2 rounded-control bg-accent-wash pl-2 pr-1 text-12 text-accent-ink">
          <RefreshCw className="size-3.5 shrink-0" aria-hidden="true" />
          <span className="min-w-0 flex-1 truncate">New version ready</span>
          <button
            type="button"
            onClick={() => void takeNewVersion()}
            className="rounded-mark px-1.5 py-1 font-medium underline-offset-2 hover:underline"
          >
            Reload
          </button>
        </output>
      )}
      <div className="flex h-7 items-center">
        <ConnectionStatus />
      </div>
    </div>
  );
}
