import { type IdRanges, placeOf, rangeOf, type Scope, scopesOf } from '@atrium/model';
import { createWorld, type World } from '@atrium/model/testing';
import type { Actor, Command, Outcome, RecordEvent, RecordState } from '@atrium/protocol';
import type { EventRange, FollowedEvents, PlacedEvent, ScopePart, SyncEngine } from '@atrium/sync/server';
import type { SeededRandom } from './seeded-random.ts';
import type { VirtualTime } from './virtual-time.ts';

interface Follower {
  position: number;
  readonly listener: (followed: FollowedEvents) => void | Promise<void>;
  running: boolean;
}

/**
 * The engine's promises for one tenant, kept in memory and decided by the model's own rules: dense positions,
 * receipts, one decision at a time. Replies and followers are late by chance.
 */
export class MemoryEngine implements SyncEngine {
  readonly world: World = createWorld();
  readonly receipts = new Map<string, Outcome>();
  /** How many commits each command id made: more than one would be a lost promise. */
  readonly commits = new Map<string, number>();
  readonly #random: SeededRandom;
  readonly #time: VirtualTime;
  readonly #followers = new Set<Follower>();

  constructor(time: VirtualTime, random: SeededRandom) {
    this.#time = time;
    this.#random = random;
  }

  get log(): readonly RecordEvent[] {
    return this.world.log;
  }

  async submit(_tenantId: string, actor: Actor, command: Command): Promise<Outcome> {
    await this.#time.sleep(this.#random.below(8));
    if (this.#random.chance(0.02)) throw new Error('The database is away');
    const outcome = this.receipts.get(command.id) ?? this.#decide(actor, command);
    this.receipts.set(command.id, outcome);
    // Decided and stored, and the answer may still be lost.
    if (this.#random.chance(0.01)) throw new Error('The database is away');
    return outcome;
  }

  async head(): Promise<number> {
    return this.log.length;
  }

  async readEvents(_tenantId: string, { after, upTo, limit }: EventRange): Promise<PlacedEvent[]> {
    await this.#time.sleep(this.#random.below(4));
    return this.log.slice(after, Math.min(upTo, after + limit)).map((event) => this.#placed(event));
  }

  async readRecords(_tenantId: string, ids: readonly string[]): Promise<RecordState[]> {
    await this.#time.sleep(this.#random.below(4));
    return ids.flatMap((id) => this.world.records.get(id) ?? []);
  }

  async *readScope(_tenantId: string, scope: Scope, ranges?: IdRanges): AsyncGenerator<ScopePart> {
    await this.#time.sleep(this.#random.below(6));
    const name = scope.kind === 'workspace' ? 'workspace' : `${scope.kind}:${scope.id}`;
    const position = this.log.length;
    const records = [...this.world.records.values()].filter(
      (record) =>
        record.deletedAt === null &&
        scopesOf(record.id, placeOf(record)).includes(name) &&
        (!ranges || ranges.wanted.includes(rangeOf(record.id, ranges.count))),
    );
    yield { kind: 'position', position };
    await this.#time.sleep(this.#random.below(6));
    for (let start = 0; start < records.length; start += 20) {
      yield { kind: 'records', records: records.slice(start, start + 20) };
    }
  }

  follow(_tenantId: string, after: number, listener: Follower['listener']): { stop(): void } {
    const follower: Follower = { position: after, listener, running: false };
    this.#followers.add(follower);
    void this.#feed(follower);
    return { stop: () => void this.#followers.delete(follower) };
  }

  #decide(actor: Actor, command: Command): Outcome {
    const sent = this.world.send(command, { as: actor.personId, via: actor.via });
    if (!sent.ok) return { kind: 'refused', refusal: sent.refusal };
    this.commits.set(command.id, (this.commits.get(command.id) ?? 0) + 1);
    for (const follower of this.#followers) void this.#feed(follower);
    return {
      kind: 'committed',
      firstPosition: sent.events[0]?.position ?? 0,
      lastPosition: sent.events.at(-1)?.position ?? 0,
      version: sent.events.findLast((event) => event.recordId === command.recordId)?.version ?? 0,
    };
  }

  async #feed(follower: Follower): Promise<void> {
    if (follower.running) return;
    follower.running = true;
    await this.#time.sleep(this.#random.below(10));
    while (this.#followers.has(follower) && follower.position < this.log.length) {
      const until = Math.min(this.log.length, follower.position + this.#random.between(1, 30));
      const events = this.log.slice(follower.position, until).map((event) => this.#placed(event));
      follower.position = until;
      await follower.listener({ events, head: this.log.length });
    }
    follower.running = false;
  }

  #placed(event: RecordEvent): PlacedEvent {
    const { projectId, subjectId } = placeOf(this.world.get(event.recordId));
    return { ...event, projectId, subjectId };
  }
}
