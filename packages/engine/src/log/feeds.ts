import type { TenantId } from '@atrium/protocol';
import type { Runtime } from '../runtime.ts';
import type { Following, FollowListener } from './follower.ts';
import { HeadPoller } from './head-poller.ts';
import type { LoggedEvent } from './logged-event.ts';
import { NodeHeads } from './node-heads.ts';
import { TenantFeed } from './tenant-feed.ts';

/** What this process hears of the tenants' logs, and who follows them. */
export class Feeds {
  readonly #runtime: Runtime;
  readonly #feeds = new Map<TenantId, TenantFeed>();
  readonly #followings = new Set<Following>();
  readonly #poller: HeadPoller;
  readonly #bus: NodeHeads;
  /** Told of every log that is heard to have grown, followed or not. */
  onGrowth: (tenantId: TenantId) => void = () => undefined;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.#bus = new NodeHeads(runtime, (tenantId, head) => this.hint(tenantId, head));
    this.#poller = new HeadPoller(
      runtime,
      () => [...this.#feeds.keys()],
      (tenantId, head) => this.#heard(tenantId, head),
    );
  }

  committed(tenantId: TenantId, events: readonly LoggedEvent[], head: number): void {
    this.#feeds.get(tenantId)?.committed(events, head);
    this.#bus.say(tenantId, head);
    this.onGrowth(tenantId);
  }

  /** Someone says that a log grew. It is believed after a look: a wrong head would be waited for for ever. */
  hint(tenantId: TenantId, head: number): void {
    const feed = this.#feeds.get(tenantId);
    if (feed && head <= feed.head) return;
    if (feed) this.#poller.look(tenantId);
    this.onGrowth(tenantId);
  }

  follow(tenantId: TenantId, after: number, listener: FollowListener): Following {
    const feed = this.#feedOf(tenantId);
    const following = feed.follow(after, listener);
    this.#followings.add(following);
    this.#poller.start();
    return {
      get position() {
        return following.position;
      },
      stop: async () => {
        await this.#stop(following);
        if (!feed.followed && this.#feeds.get(tenantId) === feed) this.#forget(tenantId);
      },
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#followings].map((following) => this.#stop(following)));
    this.#bus.close();
    await this.#poller.close();
  }

  #heard(tenantId: TenantId, head: number): void {
    const feed = this.#feeds.get(tenantId);
    if (!feed || head <= feed.head) return;
    feed.heard(head);
    this.onGrowth(tenantId);
  }

  #stop(following: Following): Promise<void> {
    this.#followings.delete(following);
    return following.stop();
  }

  #feedOf(tenantId: TenantId): TenantFeed {
    const known = this.#feeds.get(tenantId);
    if (known) return known;
    const feed = new TenantFeed(tenantId, this.#runtime);
    this.#feeds.set(tenantId, feed);
    this.#bus.listen(tenantId);
    return feed;
  }

  #forget(tenantId: TenantId): void {
    this.#feeds.delete(tenantId);
    this.#bus.leave(tenantId);
  }
}
