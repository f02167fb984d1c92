import type { Directory } from './directory.ts';
import { parsePlacement } from './placement.ts';
import type { Places } from './places.ts';

export interface PlaceHealth {
  readonly placement: string;
  /** How many tenants live there. */
  readonly tenants: number;
  readonly ok: boolean;
  /** What it is, or why it cannot be used; without secrets. */
  readonly detail: string;
}

/** Asks every place in which some tenant lives, the main database first. */
export async function checkPlaces(places: Places, directory: Directory): Promise<PlaceHealth[]> {
  const used = await directory.places();
  const shared = used.find(({ placement }) => placement === 'shared') ?? { placement: 'shared', tenants: 0 };
  const others = used.filter(({ placement }) => placement !== 'shared');
  return Promise.all(
    [shared, ...others].map(async ({ placement: text, tenants }) => {
      try {
        const placement = parsePlacement(text);
        if (!placement) throw new Error('This version of Atrium does not know such a place.');
        const place = await places.open(placement);
        await place.transaction('BEGIN READ ONLY', (tx) => tx.query('SELECT 1'));
        return { placement: text, tenants, ok: true, detail: place.postgres.description };
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        return { placement: text, tenants, ok: false, detail };
      }
    }),
  );
}
