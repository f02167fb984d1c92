import { readableRecords, type Tx } from '@atrium/engine';
import { builtIn, type Member, placeOf, workItemKey } from '@atrium/model';
import type { Json, RecordId, RecordState } from '@atrium/protocol';
import { isId } from '@atrium/protocol';
import type { ValueNames } from './value-text.ts';

/** The records behind the ids of some history, as far as the reader may see them now. */
export class KnownNames {
  readonly #records = new Map<RecordId, RecordState>();
  readonly #asked = new Set<RecordId>();
  readonly #tx: Tx;
  readonly #member: Member;

  constructor(tx: Tx, member: Member) {
    this.#tx = tx;
    this.#member = member;
  }

  /** Reads these, and the projects they live in. */
  async load(ids: Iterable<RecordId>): Promise<void> {
    const found = await this.#read(ids);
    const projects = found.flatMap((record) => placeOf(record).projectId ?? []);
    await this.#read(projects);
  }

  record(id: RecordId): RecordState | undefined {
    return this.#records.get(id);
  }

  projectOf(record: RecordState | undefined): RecordState | undefined {
    const id = record && placeOf(record).projectId;
    return id ? this.#records.get(id) : undefined;
  }

  keyOf(record: RecordState | undefined): string | null {
    const project = record?.type === 'work_item' ? this.projectOf(record) : undefined;
    return record && project ? workItemKey(record, project) : null;
  }

  titleOf(record: RecordState | undefined): string {
    return record ? (builtIn.types.get(record.type)?.title(record) ?? '') : '';
  }

  nameOf(id: RecordId): string | undefined {
    const record = this.#records.get(id);
    if (!record) return undefined;
    const key = this.keyOf(record);
    return key === null ? this.titleOf(record) : `${key} ${this.titleOf(record)}`;
  }

  valuesOf(record: RecordState | undefined): ValueNames {
    return { nameOf: (id) => this.nameOf(id), project: this.projectOf(record) };
  }

  /** All that was asked for and may be seen. */
  all(): Record<RecordId, string> {
    return Object.fromEntries([...this.#records.keys()].map((id) => [id, this.nameOf(id) ?? '']));
  }

  async #read(ids: Iterable<RecordId>): Promise<RecordState[]> {
    const fresh = [...ids].filter((id) => !this.#asked.has(id));
    for (const id of fresh) this.#asked.add(id);
    const found = await readableRecords(this.#tx, this.#member, fresh);
    for (const [id, record] of found) this.#records.set(id, record);
    return [...found.values()];
  }
}

/** Every id in a value, wherever it stands: in sets, and as the keys and entries of objects. */
export function idsIn(value: Json | undefined): RecordId[] {
  if (typeof value === 'string') return isId(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => [...(isId(key) ? [key] : []), ...idsIn(entry)]);
}
