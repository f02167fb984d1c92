import { Download } from 'lucide-react';
import { Button } from '../design/button.tsx';
import { EntryFrame } from '../features/landing/entry-frame.tsx';
import { useWorkspace } from '../workspace/workspace-context.ts';
import { exportQueue } from './export-queue.ts';

/** Someone took the membership away while the workspace was open: nothing of it may be shown any more. */
export function RemovedScreen() {
  const { client, membership } = useWorkspace();
  const unsaved = client.queue().filter(({ state }) => state.kind !== 'committed').length;
  return (
    <EntryFrame
      title={`You are no longer in ${membership.name}`}
      lead="An owner or admin ended your membership. If this is a mistake, ask them to let you in again."
    >
      <div className="flex flex-col gap-2">
        <Button variant="primary" size="large" onClick={() => window.location.assign('/w')}>
          Go to my workspaces
        </Button>
        <Button size="large" onClick={() => client.reconnect()}>
          Try again
        </Button>
        {unsaved > 0 && (
          <Button variant="ghost" size="large" icon={<Download />} onClick={() => exportQueue(client)}>
            Export {unsaved === 1 ? '1 unsaved change' : `${unsaved} unsaved changes`}
          </Button>
        )}
      </div>
    </EntryFrame>
  );
}
