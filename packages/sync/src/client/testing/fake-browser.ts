import { VirtualClock } from '../../shared/testing/virtual-clock.ts';
import type { ClientOptions } from '../client.ts';
import type { ClientStorage } from '../storage/client-storage.ts';
import { memoryStorage } from '../storage/memory-storage.ts';
import { clientFixture, type Fixture } from './client-fixture.ts';
import { FakeServer } from './fake-server.ts';
import { FakeChannels, FakeLocks } from './fake-tabs.ts';

export interface FakeTab extends Fixture {
  /** Lets go of all locks, as a tab that is gone does. */
  die(): void;
}

export interface FakeBrowser {
  readonly server: FakeServer;
  readonly clock: VirtualClock;
  readonly storage: ClientStorage;
  tab(options?: Partial<ClientOptions>): Promise<FakeTab>;
}

/** Several tabs of one person in one browser. The fake server talks to the connection that came last. */
export function fakeBrowser(options: Partial<ClientOptions> = {}): FakeBrowser {
  const locks = new FakeLocks();
  const { openChannel } = new FakeChannels();
  const storage = options.storage ?? memoryStorage();
  const clock = new VirtualClock();
  const server = new FakeServer();
  let first: Fixture | undefined;
  let count = 0;
  return {
    server,
    clock,
    storage,
    async tab(more = {}) {
      const { die, ...lock } = locks.forTab();
      const own = { ...options, ...lock, openChannel, clientId: `tab-${++count}`, ...more };
      const tab: Fixture = first
        ? await first.restart(own)
        : await clientFixture({ ...own, storage }, { server, clock });
      first ??= tab;
      return { ...tab, die };
    },
  };
}
