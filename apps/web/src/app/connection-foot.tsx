import { ConnectionPill } from '../design/connection-pill.tsx';
import { useFrameActions } from '../workspace/frame-actions.ts';
import { useObservable } from '../workspace/use-observable.ts';
import { useClient } from '../workspace/workspace-context.ts';
import { pillOf } from './connection-words.ts';
import { useLate } from './use-late.ts';

/** The pill at the sidebar's foot. */
export function ConnectionFoot() {
  const status = useObservable(useClient().status);
  const { showConnection } = useFrameActions();
  const late = useLate(status.connection !== 'live');
  return (
    <div className="flex h-7 items-center">
      <ConnectionPill {...pillOf(status, late)} onPress={showConnection} />
    </div>
  );
}
