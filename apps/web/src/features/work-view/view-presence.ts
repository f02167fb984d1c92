import type { JsonObject, PresenceEntry } from '@atrium/protocol';

/** Where someone holds a card while dragging it: `x` across and `y` down the column, 0 to 1. */
export interface Drag {
  readonly item: string;
  readonly status: string;
  readonly x: number;
  readonly y: number;
}

export interface Visitor {
  readonly connectionId: string;
  readonly personId: string;
  /** The key of the item in their peek panel. */
  readonly item: string | undefined;
  readonly drag: Drag | undefined;
}

/** Others here by person, with what they told of themselves. It came from outside, so nothing of it is believed unread. */
export function visitorsOf(entries: readonly PresenceEntry[]): Visitor[] {
  return entries.map(({ connectionId, personId, state }) => ({
    connectionId,
    personId,
    item: textOf(state?.item),
    drag: dragOf(state),
  }));
}

/** Each person once, whatever the number of their tabs; the tab that says most speaks for them. */
export function byPerson(visitors: readonly Visitor[]): Visitor[] {
  const people = new Map<string, Visitor>();
  for (const visitor of visitors) {
    const known = people.get(visitor.personId);
    if (!known || weight(visitor) > weight(known)) people.set(visitor.personId, visitor);
  }
  return [...people.values()];
}

function weight({ drag, item }: Visitor): number {
  return drag ? 2 : item ? 1 : 0;
}

function dragOf(state: JsonObject | null): Drag | undefined {
  const drag = state?.dragging;
  if (typeof drag !== 'object' || drag === null || Array.isArray(drag)) return undefined;
  const { item, status, x, y } = drag;
  if (typeof item !== 'string' || typeof status !== 'string') return undefined;
  return { item, status, x: shareOf(x), y: shareOf(y) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 80) : undefined;
}

function shareOf(value: unknown): number {
  return typeof value === 'number' && value >= 0 && value <= 1 ? value : 0.5;
}
