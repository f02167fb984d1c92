import { type CommandDraft, type IdRanges, placeOf, rangeOf, type Scope, scopesOf } from '@atrium/model';
import { createWorld, type SendOptions, type Sent, type World } from '@atrium/model/testing';
import type { Actor, Command, Outcome, RecordEvent, RecordState } from '@atrium/protocol';
import type {
  EventRange,
  FollowedEvents,
  Following,
  PlacedEvent,
  ScopePart,
  SyncEngine,
} from '../sync-engine.ts';

interface MemoryFollower {
  position: number;
  readonly listener: (followed: FollowedEvents) => void | Promise<void>;
  running: Promise<void> | undefined;
  stopped: boolean;
}

/** The engine's promises for one tenant, kept in memory with the model's own rules. */
export class MemoryEngine implements SyncEngine {
  readonly world: World = createWorld();
  readonly receipts = new Map<string, Outcome>();
  /** Set to make every call fail as a lost database does. */
  lost = false;
  /** While set, decisions wait for it. */
  gate: Promise<void> | undefined;
  /** Set to keep commits from the followers until `release`. */
  held = false;
  reads = 0;
  readonly #followers = new Set<MemoryFollower>();

  get tenantId(): string {
    return this.world.tenantId;
  }

  /** A command from elsewhere: another client, another process. */
  send(draft: CommandDraft, options?: SendOptions): Sent {
    const sent = this.world.send(draft, options);
    this.#wake();
    return sent;
  }

  run(draft: CommandDraft, options?: SendOptions): RecordState {
    const record = this.world.run(draft, options);
    this.#wake();
    return record;
  }

  release(): void {
    this.held = false;
    this.#wake();
  }

  async submit(tenantId: string, actor: Actor, command: Command): Promise<Outcome> {
    if (this.gate) await this.gate;
    this.#check(tenantId);
    const known = this.receipts.get(command.id);
    if (known) return known;
    const sent = this.send(command, { as: actor.personId, via: actor.via });
    const outcome = outcomeOf(sent, command.recordId);
    this.receipts.set(command.id, outcome);
    return outcome;
  }

  async head(tenantId: string): Promise<number> {
    this.#check(tenantId);
    return this.world.log.length;
  }

  async readEvents(tenantId: string, { after, upTo, limit }: EventRange): Promise<PlacedEvent[]> {
    this.#check(tenantId);
    return this.world.log.slice(after, Math.min(upTo, after + limit)).map((event) => this.#placed(event));
  }

  async readRecords(tenantId: string, ids: readonly string[]): Promise<RecordState[]> {
    this.#check(tenantId);
    return ids.flatMap((id) => this.world.records.get(id) ?? []);
  }

  async *readScope(tenantId: string, scope: Scope, ranges?: IdRanges): AsyncGenerator<ScopePart> {
    this.#check(tenantId);
    const name = scope.kind === 'workspace' ? 'workspace' : `${scope.kind}:${scope.id}`;
    const records = [...this.world.records.values()].filter(
      (record) =>
        record.deletedAt === null &&
        scopesOf(record.id, placeOf(record)).includes(name) &&
        (!ranges || ranges.wanted.includes(rangeOf(record.id, ranges.count))),
    );
    yield { kind: 'position', position: this.world.log.length };
    for (let start = 0; start < records.length; start += 500) {
      yield { kind: 'records', records: records.slice(start, start + 500) };
    }
  }

  follow(
    tenantId: string,
    after: number,
    listener: (followed: FollowedEvents) => void | Promise<void>,
  ): Following {
    this.#check(tenantId);
    const follower: MemoryFollower = { position: after, listener, running: undefined, stopped: false };
    this.#followers.add(follower);
    this.#wake();
    return {
      stop: () => {
        follower.stopped = true;
        this.#followers.delete(follower);
      },
    };
  }

  #wake(): void {
    if (this.held) return;
    for (const follower of this.#followers) follower.running ??= this.#feed(follower);
  }

  async #feed(follower: MemoryFollower): Promise<void> {
    await Promise.resolve();
    while (!follower.stopped && !this.held && follower.position < this.world.log.length) {
      const events = this.world.log.slice(follower.position).map((event) => this.#placed(event));
      follower.position += events.length;
      await follower.listener({ events, head: this.world.log.length });
    }
    follower.running = undefined;
  }

  #placed(event: RecordEvent): PlacedEvent {
    const record = this.world.get(event.recordId);
    const { projectId, subjectId } = placeOf(record);
    return { ...event, projectId, subjectId };
  }

  #check(tenantId: string): void {
    this.reads++;
    if (this.lost) throw new Error('The database is away');
    if (tenantId !== this.tenantId) throw new Error(`No tenant ${tenantId}`);
  }
}

function outcomeOf(sent: Sent, recordId: string): Outcome {
  if (!sent.ok) return { kind: 'refused', refusal: sent.refusal };
  return {
    kind: 'committed',
    firstPosition: sent.events[0]?.position ?? 0,
    lastPosition: sent.events.at(-1)?.position ?? 0,
    version: sent.events.findLast((event) => event.recordId === recordId)?.version ?? 0,
  };
}
