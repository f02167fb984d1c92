import type { TenantId } from '@atrium/protocol';
import type { Runtime } from '../runtime.ts';
import { Follower, type Following, type FollowListener } from './follower.ts';
import type { LoggedEvent } from './logged-event.ts';
import { readEvents } from './read-events.ts';
import { RecentEvents } from './recent-events.ts';

const CHUNK = 1_000;

/** What is known in this process of one tenant's log: how far it goes, and its newest events. */
export class TenantFeed {
  readonly tenantId: TenantId;
  readonly #runtime: Runtime;
  readonly #recent: RecentEvents;
  readonly #followers = new Set<Follower>();
  #head = 0;

  constructor(tenantId: TenantId, runtime: Runtime) {
    this.tenantId = tenantId;
    this.#runtime = runtime;
    this.#recent = new RecentEvents(runtime.limits.recentEvents);
  }

  /** The highest position heard of. */
  get head(): number {
    return this.#head;
  }

  get followed(): boolean {
    return this.#followers.size > 0;
  }

  /** Events that this process committed. */
  committed(events: readonly LoggedEvent[], head: number): void {
    if (this.followed) this.#recent.add(events);
    this.heard(head);
  }

  /** The log is said to reach at least this far. */
  heard(head: number): void {
    if (head <= this.#head) return;
    this.#head = head;
    for (const follower of this.#followers) follower.wake();
  }

  follow(after: number, listener: FollowListener): Following {
    const follower = new Follower(after, listener, {
      logger: this.#runtime.logger,
      head: () => this.#head,
      read: (position) => this.#read(position),
    });
    this.#followers.add(follower);
    follower.wake();
    return {
      get position() {
        return follower.position;
      },
      stop: () => {
        this.#followers.delete(follower);
        return follower.stop();
      },
    };
  }

  async #read(position: number): Promise<readonly LoggedEvent[]> {
    const recent = this.#recent.after(position, CHUNK);
    if (recent) return recent;
    return this.#runtime.database.withTenant(
      this.tenantId,
      (tx) => readEvents(tx, this.tenantId, { after: position, limit: CHUNK }),
      { readOnly: true },
    );
  }
}
