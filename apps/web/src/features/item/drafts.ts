import { useCallback, useState } from 'react';
import { DRAFT_PREFIX } from '../../workspace/forget-drafts.ts';

/** Text that was typed and not sent, kept in this browser under a name such as `comment:<id>`. */
export function readDraft(name: string): string | undefined {
  try {
    return localStorage.getItem(DRAFT_PREFIX + name) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keepDraft(name: string, text: string | undefined): void {
  try {
    if (text) localStorage.setItem(DRAFT_PREFIX + name, text);
    else localStorage.removeItem(DRAFT_PREFIX + name);
  } catch {
    // Without storage a draft lives as long as its page.
  }
}

/** State that survives closing; `undefined` once it is sent or thrown away. */
export function useDraft(name: string): [string | undefined, (text: string | undefined) => void] {
  const [held, setHeld] = useState(() => ({ name, text: readDraft(name) }));
  const current = held.name === name ? held : { name, text: readDraft(name) };
  if (current !== held) setHeld(current);
  const set = useCallback(
    (text: string | undefined) => {
      setHeld({ name, text });
      keepDraft(name, text);
    },
    [name],
  );
  return [current.text, set];
}
