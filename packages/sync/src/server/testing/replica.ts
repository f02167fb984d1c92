import { canRead, evolve, parseScope, placeOf, scopesOf } from '@atrium/model';
import type { World } from '@atrium/model/testing';
import type { RecordEvent, RecordState, ServerFrame } from '@atrium/protocol';
import { type BootstrapLine, isBootstrapEnd } from '../../shared/bootstrap-lines.ts';
import { settle } from '../../shared/testing/virtual-clock.ts';
import { isBootstrapRefusal } from '../bootstrap.ts';
import type { SyncFixture } from './sync-fixture.ts';
import type { TestPeer } from './test-peer.ts';

type Phase = 'wanted' | 'asked' | 'live';

/** The least a client does: keeps what it is given, and complains about everything that must not happen. */
export class Replica {
  readonly personId: string;
  readonly #fixture: SyncFixture;
  readonly #scopes = new Map<string, { phase: Phase; position: number }>();
  readonly #records = new Map<string, RecordState>();
  #peer: TestPeer | undefined;
  #read = 0;

  constructor(fixture: SyncFixture, personId: string) {
    this.#fixture = fixture;
    this.personId = personId;
  }

  get peer(): TestPeer | undefined {
    return this.#peer;
  }

  async connect(): Promise<void> {
    this.#peer?.connection?.closed();
    for (const scope of this.#scopes.values()) scope.phase = 'wanted';
    this.#peer = await this.#fixture.join(this.personId);
    this.#read = 0;
  }

  want(scope: string): void {
    if (!this.#scopes.has(scope)) this.#scopes.set(scope, { phase: 'wanted', position: 0 });
  }

  leave(scope: string): void {
    if (!this.#scopes.delete(scope)) return;
    this.#peer?.put({ kind: 'unsubscribe', scope });
    this.#forgetUnheld();
  }

  /** Reads what came, and brings every wanted scope one step further. */
  async work(): Promise<void> {
    const peer = this.#peer;
    if (!peer || peer.closeCode !== undefined) return;
    while (this.#read < peer.frames.length) {
      const frame = peer.frames[this.#read++];
      if (frame) this.#take(frame);
    }
    for (const [scope, state] of [...this.#scopes]) {
      if (state.phase !== 'wanted') continue;
      if (state.position === 0) await this.#bootstrap(scope);
      if (state.position === 0) continue;
      state.phase = 'asked';
      peer.put({ kind: 'subscribe', scope, fromPosition: state.position });
      await settle();
    }
  }

  /** What is wrong with a live scope, compared with the world; undefined when it is as it should be. */
  difference(world: World): string | undefined {
    for (const [scope, { phase }] of this.#scopes) {
      if (phase !== 'live') return `${scope} is ${phase}`;
      const mine = textOf(this.#records.values(), (record) => isIn(scope, record));
      const theirs = textOf(world.records.values(), (record) => isIn(scope, record) && this.#maySee(record));
      if (mine !== theirs) return `${scope}:\n${mine}\ninstead of\n${theirs}`;
    }
    return undefined;
  }

  #take(frame: ServerFrame): void {
    if (frame.kind === 'subscribed') {
      const state = this.#scopes.get(frame.scope);
      if (!state) return;
      if (frame.reset) {
        state.phase = 'wanted';
        state.position = 0;
        this.#forgetUnheld();
        return;
      }
      state.phase = 'live';
      state.position = frame.position;
      for (const event of frame.events) this.#apply(event);
    } else if (frame.kind === 'deltas') {
      for (const event of frame.events) this.#apply(event);
      for (const record of frame.records) this.#records.set(record.id, record);
      for (const { recordId } of frame.withdrawn) this.#records.delete(recordId);
      for (const state of this.#scopes.values()) {
        if (state.phase === 'live') state.position = Math.max(state.position, frame.position);
      }
    } else if (frame.kind === 'withdrawn') {
      this.#scopes.delete(frame.scope);
      this.#forgetUnheld();
    }
  }

  #apply(event: RecordEvent): void {
    const known = this.#records.get(event.recordId);
    if (event.version <= (known?.version ?? 0)) return;
    if (event.version === (known?.version ?? 0) + 1) {
      this.#records.set(event.recordId, evolve(known, event));
      return;
    }
    // Deleted records are not in a bootstrap, so one that comes back is new here: read its scopes again.
    const record = this.#fixture.engine.world.get(event.recordId);
    const holders = [...this.#scopes].filter(([scope, { phase }]) => phase === 'live' && isIn(scope, record));
    // On the way when its scope was left.
    if (holders.length === 0) return;
    const isExplained = this.#fixture.engine.world.log.some(
      ({ recordId, change }) => recordId === record.id && change === 'deleted',
    );
    if (!isExplained) throw new Error(`Gap: ${event.name} ${event.version} after ${known?.version ?? 0}`);
    for (const [, state] of holders) {
      state.phase = 'wanted';
      state.position = 0;
    }
  }

  async #bootstrap(scope: string): Promise<void> {
    const { engine, server } = this.#fixture;
    const { tenantId } = engine;
    const stream = await server.bootstrap({ tenantId, personId: this.personId, scope });
    if (isBootstrapRefusal(stream)) {
      this.#scopes.delete(scope);
      this.#forgetUnheld();
      return;
    }
    const ids = new Set<string>();
    for await (const chunk of stream) {
      for (const text of chunk.trimEnd().split('\n')) {
        const line = JSON.parse(text) as BootstrapLine;
        const state = this.#scopes.get(scope);
        if (isBootstrapEnd(line)) {
          if (state) state.position = line.position;
        } else {
          ids.add(line.id);
          if ((this.#records.get(line.id)?.version ?? 0) < line.version) this.#records.set(line.id, line);
        }
      }
    }
    for (const [id, record] of this.#records) {
      if (isIn(scope, record) && !ids.has(id) && record.deletedAt === null) this.#records.delete(id);
    }
  }

  #forgetUnheld(): void {
    for (const [id, record] of this.#records) {
      const isHeld = [...this.#scopes].some(([scope, { position }]) => position > 0 && isIn(scope, record));
      if (!isHeld) this.#records.delete(id);
    }
  }

  #maySee(record: RecordState): boolean {
    return maySee(this.#fixture.engine.world, this.personId, record);
  }
}

export function maySee(world: World, personId: string, record: RecordState): boolean {
  const { role, active } = world.get(personId).fields;
  if (active === false) return false;
  const { projectId } = placeOf(record);
  const project = projectId === null ? undefined : world.get(projectId);
  return canRead({ personId, role: role as never }, record, project);
}

function isIn(scope: string, record: RecordState): boolean {
  return parseScope(scope) !== undefined && scopesOf(record.id, placeOf(record)).includes(scope);
}

function textOf(records: Iterable<RecordState>, wanted: (record: RecordState) => boolean): string {
  return [...records]
    .filter((record) => record.deletedAt === null && wanted(record))
    .map(({ id, type, version }) => `${type} ${id.slice(0, 8)} ${version}`)
    .sort()
    .join('\n');
}
