import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { PostgresHandle } from '../postgres/postgres-handle.ts';
import { assertAppRole } from './app-role.ts';
import { DatabaseUnavailable } from './database-unavailable.ts';
import { Place } from './place.ts';
import { connectionOf, type NamedDatabases } from './place-connection.ts';
import type { Placement } from './placement.ts';
import { type Preparing, prepareDatabase } from './prepare-database.ts';

export interface PlacesOptions extends Preparing {
  /** What `url:NAME` means. */
  readonly databases?: NamedDatabases;
  /** Connections to dedicated databases, all together. */
  readonly maxDedicatedConnections?: number;
  /** A dedicated database that nobody used this long is closed. */
  readonly idlePlaceMs?: number;
  /** How long `close` waits for what is under way. */
  readonly closeMs?: number;
  /** A dedicated database was opened and is up to date: a moment to make indexes there, for example. */
  readonly onPlaceOpened?: (placement: Placement, postgres: PostgresHandle) => void;
}

/** Of one dedicated database. */
const SIZE = { maxConnections: 4, maxSessions: 2, connectMs: 5_000 };
const FIRST_BACK_OFF_MS = 250;
const LAST_BACK_OFF_MS = 30_000;
/** How long one waits for room when every dedicated connection is in use. */
const ROOM_MS = 10_000;

interface Failed {
  readonly error: unknown;
  readonly times: number;
  readonly until: number;
}

/** Every database that is open: the main one, and dedicated ones from their first use until they are idle. */
export class Places {
  readonly main: Place;
  readonly #options: PlacesOptions;
  readonly #open = new Map<Placement, Place>();
  readonly #opening = new Map<Placement, Promise<Place>>();
  readonly #failed = new Map<Placement, Failed>();
  readonly #sweeper: NodeJS.Timeout;
  /** Being opened, with room made for them. */
  #roomTaken = 0;
  #closed = false;

  constructor(main: Place, options: PlacesOptions) {
    this.main = main;
    this.#options = options;
    const idleMs = options.idlePlaceMs ?? 300_000;
    this.#sweeper = setInterval(() => this.#closeIdle(idleMs), Math.max(50, idleMs / 4)).unref();
  }

  /** Whether it can be asked without opening it first. */
  isOpen(placement: Placement): boolean {
    return placement === 'shared' || this.#open.has(placement);
  }

  /** The dedicated databases that are open now. */
  get opened(): readonly Placement[] {
    return [...this.#open.keys()];
  }

  /** Connections to dedicated databases that exist now. */
  get dedicatedConnections(): number {
    return [...this.#open.values()].reduce((sum, place) => sum + place.connections, 0);
  }

  /** Opens it if need be: once, however many ask at the same time. After a failure it is left alone for a while. */
  async open(placement: Placement): Promise<Place> {
    if (placement === 'shared') return this.main;
    if (this.#closed) throw new DatabaseUnavailable('it was closed');
    this.#stopIfFailed(placement);
    const open = this.#open.get(placement);
    if (open && !open.closed) return open;
    const under = this.#opening.get(placement);
    if (under) return under;
    const opening = this.#openNow(placement).finally(() => this.#opening.delete(placement));
    this.#opening.set(placement, opening);
    return opening;
  }

  /** A connection to a place. One that cannot be reached fails at once for a while, and holds up nobody. */
  async checkOut(placement: Placement, purpose?: 'transaction' | 'session'): Promise<pg.PoolClient> {
    for (;;) {
      const place = await this.open(placement);
      // Closed for want of room in the very moment: it is opened again.
      if (place.closed && placement !== 'shared') continue;
      try {
        const client = await place.checkOut(purpose);
        if (placement !== 'shared') this.#failed.delete(placement);
        return client;
      } catch (error) {
        if (placement === 'shared') throw error;
        if (!place.closed) this.#note(placement, error);
        // Refused, gone or silent: for whoever asks it is the same.
        throw error instanceof DatabaseUnavailable ? error : new DatabaseUnavailable(error);
      }
    }
  }

  /** Forgets an open database, once nobody works in it any more. */
  async forget(placement: Placement): Promise<void> {
    const place = this.#open.get(placement);
    this.#open.delete(placement);
    this.#failed.delete(placement);
    await place?.close();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#sweeper);
    await Promise.allSettled(this.#opening.values());
    await Promise.all([this.main, ...this.#open.values()].map((place) => place.close()));
    this.#open.clear();
  }

  async #openNow(placement: Exclude<Placement, 'shared'>): Promise<Place> {
    let roomTaken = false;
    try {
      await this.#makeRoom();
      roomTaken = true;
      const postgres = await connectionOf(placement, this.main.postgres, this.#options.databases ?? {});
      const capabilities = await prepareDatabase(postgres, this.#options);
      const place = new Place(postgres, capabilities, { ...SIZE, closeMs: this.#options.closeMs });
      await place.transaction('BEGIN READ ONLY', assertAppRole).catch(async (error: unknown) => {
        await place.close();
        throw error;
      });
      this.#open.set(placement, place);
      if (this.#closed) await place.close();
      else this.#options.onPlaceOpened?.(placement, postgres);
      return place;
    } catch (error) {
      this.#note(placement, error);
      // Whatever it is, for those who ask it means that the data cannot be reached there now.
      throw error instanceof DatabaseUnavailable ? error : new DatabaseUnavailable(error);
    } finally {
      if (roomTaken) this.#roomTaken -= 1;
    }
  }

  #note(placement: Placement, error: unknown): void {
    const times = (this.#failed.get(placement)?.times ?? 0) + 1;
    const pause = Math.min(LAST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (times - 1));
    this.#failed.set(placement, { error, times, until: performance.now() + pause });
  }

  #stopIfFailed(placement: Placement): void {
    const failed = this.#failed.get(placement);
    if (failed && performance.now() < failed.until) throw new DatabaseUnavailable(failed.error);
  }

  /** Closes the one that was used longest ago when there are as many as may be. */
  async #makeRoom(): Promise<void> {
    const size = SIZE.maxConnections + SIZE.maxSessions;
    const most = Math.max(1, Math.floor((this.#options.maxDedicatedConnections ?? 60) / size));
    const deadline = performance.now() + ROOM_MS;
    while (this.#open.size + this.#roomTaken >= most) {
      const idle = [...this.#open].filter(([, place]) => !place.busy);
      const [oldest] = idle.sort(([, a], [, b]) => a.lastUsed - b.lastUsed);
      if (oldest) {
        await this.forget(oldest[0]);
        continue;
      }
      if (performance.now() > deadline || this.#closed) {
        throw new DatabaseUnavailable('as many databases are in use as may be open at a time');
      }
      await delay(25);
    }
    this.#roomTaken += 1;
  }

  #closeIdle(idleMs: number): void {
    const before = performance.now() - idleMs;
    for (const [placement, place] of this.#open) {
      if (!place.busy && place.lastUsed < before) void this.forget(placement);
    }
  }
}
