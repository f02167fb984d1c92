import type { ClientEvent } from '@atrium/sync/client';
import { useEffect, useRef } from 'react';
import { notifyProblem } from '../../design/toast.tsx';
import { useFrameActions } from '../../workspace/frame-actions.ts';
import { useTellsRefusals } from '../../workspace/told-in-place.ts';
import { useClient } from '../../workspace/workspace-context.ts';
import { isSettledHere } from './conflict-groups.ts';
import { refusedWords } from './refused-words.ts';
import { tellsOnItself } from './shown-notes.ts';

/** Long enough that what comes back of a night without a network is one sentence. */
const GATHER_MS = 600;

/** One toast for all changes that met others at once; none for those whose record says so itself. */
export function ConflictVoice() {
  const client = useClient();
  const { settleConflicts } = useFrameActions();
  const met = useRef<Extract<ClientEvent, { kind: 'refused' }>[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useTellsRefusals((command, refusal) => isSettledHere({ command, refusal }));
  useEffect(() => {
    const tell = () => {
      timer.current = undefined;
      const waiting = new Set(client.attention.list().map(({ command }) => command.id));
      const open = met.current.filter(
        ({ command }) => waiting.has(command.id) && !tellsOnItself(command.recordId),
      );
      met.current = [];
      const [first] = open;
      if (!first) return;
      const words = refusedWords(open.map(({ refusal }) => refusal));
      notifyProblem(words, { action: { label: 'Look', run: () => settleConflicts(first.command.recordId) } });
    };
    const stop = client.onEvent((event) => {
      if (event.kind !== 'refused' || !isSettledHere(event)) return;
      met.current.push(event);
      timer.current ??= setTimeout(tell, GATHER_MS);
    });
    return () => {
      stop();
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [client, settleConflicts]);
  return null;
}
