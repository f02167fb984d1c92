import type { RecordId } from '@atrium/protocol';

export interface Referrers {
  readonly type: string;
  readonly field: string;
  readonly id: RecordId;
}

/** What decisions wanted to read and nobody had loaded. */
export class MissingReads {
  readonly records = new Set<RecordId>();
  readonly keys = new Set<string>();
  readonly referrers = new Map<string, Referrers>();
  readonly commands = new Set<string>();
  readonly counters = new Set<string>();

  get any(): boolean {
    return (
      this.records.size + this.keys.size + this.referrers.size + this.commands.size + this.counters.size > 0
    );
  }
}

export function referrersKey({ type, field, id }: Referrers): string {
  return `${type}\n${field}\n${id}`;
}
