import type { Client, ClientEvent } from '@atrium/sync/client';
import { useEffect } from 'react';
import { notifyDone, notifyProblem } from '../design/toast.tsx';
import { useShortcuts } from '../design/use-shortcuts.ts';
import { useFrameActions } from '../workspace/frame-actions.ts';
import { isToldInPlace } from '../workspace/told-in-place.ts';
import { useClient } from '../workspace/workspace-context.ts';

/** The frame says these over the whole screen, for as long as they last. */
const TOLD_BY_FRAME: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

/** What the workspace says and hears wherever one is: refusals that no screen tells by itself, undo and redo. */
export function WorkspaceVoice() {
  const client = useClient();
  const { showConnection } = useFrameActions();
  useEffect(() => client.onEvent((event) => tell(event, client, showConnection)), [client, showConnection]);
  useShortcuts([
    {
      keys: '$mod+z',
      label: 'Undo',
      group: 'Anywhere',
      run: () => notifyDone(client.undo() ? 'Undone' : 'Nothing to undo'),
    },
    {
      keys: '$mod+shift+z',
      label: 'Redo',
      group: 'Anywhere',
      run: () => notifyDone(client.redo() ? 'Done again' : 'Nothing to redo'),
    },
  ]);
  return null;
}

function tell(event: ClientEvent, client: Client, showConnection: () => void): void {
  if (event.kind === 'problem' && !TOLD_BY_FRAME.has(event.code)) notifyProblem(event.message);
  if (event.kind !== 'refused') return;
  const { command, refusal } = event;
  // What is refused at once is told before its sender could say that it tells by itself.
  setTimeout(() => {
    if (isToldInPlace(command, refusal)) return;
    const waits = client.attention.list().some((item) => item.command.id === command.id);
    notifyProblem(refusal.message, waits ? { action: { label: 'Look', run: showConnection } } : {});
  });
}
