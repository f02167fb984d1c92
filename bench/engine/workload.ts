import {
  type CommandDraft,
  createWorkItem,
  DEFAULT_STATUSES,
  moveWorkItem,
  PRIORITIES,
  rankOfNumber,
  updateWorkItem,
} from '@atrium/model';
import type { Command, Outcome, RecordId, TenantId } from '@atrium/protocol';
import { IdSupply } from '../measure/id-supply.ts';
import { seededRandom } from '../measure/seeded-random.ts';

export interface Board {
  readonly tenantId: TenantId;
  readonly personId: RecordId;
  readonly projectId: RecordId;
  readonly itemIds: readonly RecordId[];
}

export interface WorkloadStart {
  readonly start: number;
  versionOf(id: RecordId): number;
}

interface Item {
  readonly id: RecordId;
  version: number;
}

const MOVES = 0.45;
const UPDATES = 0.45;

/**
 * What people do on a board: of a hundred commands 45 move an item, 45 edit one, 10 make one. Each client works
 * on items of its own and knows their versions, so that every command is accepted.
 */
export class Workload {
  readonly #board: Board;
  readonly #items: Item[][];
  readonly #ids = new IdSupply();
  readonly #random: () => number;
  #made: number;

  /** @param start where the log stands: what is written differs from what earlier runs wrote */
  constructor(board: Board, clients: number, { start, versionOf }: WorkloadStart) {
    this.#board = board;
    this.#made = start;
    this.#random = seededRandom(start);
    this.#items = Array.from({ length: clients }, () => []);
    board.itemIds.forEach((id, index) => {
      this.#items[index % clients]?.push({ id, version: versionOf(id) });
    });
  }

  /** A client's next command, and what to do with its outcome. */
  next(client: number): { command: Command; answered(outcome: Outcome): void } {
    const chance = this.#random();
    const items = this.#items[client] ?? [];
    const item = items[Math.floor(this.#random() * items.length)];
    if (!item || chance >= MOVES + UPDATES) {
      const made = { id: this.#ids.next(), version: 0 };
      const input = { project: this.#board.projectId, title: `Made on the way, number ${this.#count()}` };
      return this.#issue(createWorkItem(made.id, input), made);
    }
    const draft =
      chance < MOVES
        ? moveWorkItem(item, { status: this.#oneOf(DEFAULT_STATUSES).id, rank: rankOfNumber(this.#count()) })
        : this.#edit(item);
    return this.#issue(draft, item);
  }

  #edit(item: Item): CommandDraft {
    const kind = Math.floor(this.#random() * 3);
    if (kind === 0) {
      return updateWorkItem(item, { set: { title: `A title that says it better, number ${this.#count()}` } });
    }
    if (kind === 1) {
      const priority = this.#oneOf(PRIORITIES);
      return updateWorkItem(item, { set: { priority, estimate: this.#count() % 1_000 } });
    }
    const day = new Date(Date.UTC(2026, 0, 1 + (this.#count() % 3_000)));
    return updateWorkItem(item, { set: { dueDate: day.toISOString().slice(0, 10) } });
  }

  #issue(draft: CommandDraft, item: Item) {
    const command: Command = { ...draft, id: this.#ids.next(), issuedAt: new Date().toISOString() };
    return {
      command,
      answered: (outcome: Outcome) => {
        if (outcome.kind === 'refused') throw new Error(`${command.name}: ${outcome.refusal.message}`);
        if (outcome.version > 0) item.version = outcome.version;
      },
    };
  }

  #count(): number {
    this.#made += 1;
    return this.#made;
  }

  #oneOf<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)] as T;
  }
}
