import { recordScope } from '@atrium/model';
import type { RecordId } from '@atrium/protocol';
import { useEffect, useMemo, useRef, useState } from 'react';
import { usePeople } from '../../../workspace/use-people.ts';
import { usePresence, useTellPresence } from '../../../workspace/use-presence.ts';

const WRITING_MS = 4000;

/** Who else looks at an item and who writes there; tells the same of me. */
export function useItemPresence(itemId: RecordId) {
  const scope = recordScope(itemId);
  const [writing, setWriting] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useTellPresence(scope, { viewing: true, writing });
  const entries = usePresence(scope);
  const people = usePeople();
  const here = useMemo(() => {
    const present = (which: (state: Record<string, unknown>) => boolean) => {
      const ids = new Set(
        entries.filter(({ state }) => state && which(state)).map(({ personId }) => personId),
      );
      return people.filter(({ id }) => ids.has(id));
    };
    return { viewers: present(() => true), writers: present((state) => state.writing === true) };
  }, [entries, people]);
  const onTyping = () => {
    setWriting(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setWriting(false), WRITING_MS);
  };
  return { ...here, onTyping };
}
