import { useEffect, useRef, useState } from 'react';
import type { ItemEntry } from './item-entry.ts';

const GLOW_MS = 700;
const NOTHING: ReadonlyMap<string, string> = new Map();

/** Who changed which item just now, without one's own changes: item id to person id. */
export function useGlowingItems(items: readonly ItemEntry[], me: string): ReadonlyMap<string, string> {
  const seen = useRef<Map<string, number>>(undefined);
  const [glow, setGlow] = useState(NOTHING);
  useEffect(() => {
    const before = seen.current;
    seen.current = new Map(items.map(({ id, record }) => [id, record.version]));
    if (!before) return;
    const fresh = new Map<string, string>();
    for (const { id, record } of items) {
      const version = before.get(id);
      // What the filter has just let in is not new; what was made just now is.
      const isNew = version === undefined ? record.version === 1 : version < record.version;
      if (isNew && record.updatedBy !== me) fresh.set(id, record.updatedBy);
    }
    // Many at once is an import or a reconnection, not someone to watch.
    if (fresh.size === 0 || fresh.size > 20) return;
    setGlow((shown) => new Map([...shown, ...fresh]));
    setTimeout(() => setGlow((shown) => without(shown, fresh)), GLOW_MS);
  }, [items, me]);
  return glow;
}

function without(all: ReadonlyMap<string, string>, gone: ReadonlyMap<string, string>) {
  const rest = [...all].filter(([id]) => !gone.has(id));
  return rest.length === 0 ? NOTHING : new Map(rest);
}
