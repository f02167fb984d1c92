import { type Command, isId, type Json } from '@atrium/protocol';
import type { Links } from './outbox-entry.ts';

/** What deciding a command here told of it; without it, what its input names has to do. */
export interface Decided {
  readonly reads: ReadonlySet<string>;
  readonly touches: ReadonlySet<string>;
  readonly creates: ReadonlySet<string>;
}

/** @param isCreate the command makes its own record */
export function linksOf(command: Command, isCreate: boolean, decided?: Decided): Links {
  const needs = new Set(decided?.reads);
  collectIds(command.input, needs);
  needs.delete(command.recordId);
  const touches = new Set(decided?.touches);
  touches.delete(command.recordId);
  const creates = new Set(decided?.creates);
  if (isCreate) creates.add(command.recordId);
  return { needs: [...needs], touches: [...touches], creates: [...creates] };
}

/** What either of the two knows. */
export function joinLinks(a: Links, b: Links): Links {
  return {
    needs: [...new Set([...a.needs, ...b.needs])],
    touches: [...new Set([...a.touches, ...b.touches])],
    creates: [...new Set([...a.creates, ...b.creates])],
  };
}

function collectIds(value: Json, into: Set<string>): void {
  if (typeof value === 'string') {
    if (value.length === 36 && isId(value)) into.add(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(value)) {
      if (key.length === 36 && isId(key)) into.add(key);
      collectIds(entry, into);
    }
  }
}
