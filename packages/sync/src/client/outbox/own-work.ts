import type { Command, RecordEvent, RecordId } from '@atrium/protocol';

const MOST_RECORDS = 5_000;
const MOST_VERSIONS = 500;
const MOST_COMMANDS = 500;

/** What this client itself did lately: no conflict with oneself, and undo without asking the server. */
export class OwnWork {
  readonly #versions = new Map<RecordId, number[]>();
  readonly #events = new Map<string, RecordEvent[]>();

  addVersion(recordId: RecordId, version: number): void {
    const versions = this.#versions.get(recordId) ?? [];
    if (versions.includes(version)) return;
    versions.push(version);
    if (versions.length > MOST_VERSIONS) versions.shift();
    keepNewest(this.#versions, recordId, versions, MOST_RECORDS);
  }

  addEvent(event: RecordEvent): void {
    this.addVersion(event.recordId, event.version);
    const events = this.#events.get(event.commandId) ?? [];
    if (events.some(({ id }) => id === event.id)) return;
    keepNewest(this.#events, event.commandId, [...events, event], MOST_COMMANDS);
  }

  /** The command with every version since its base that was this client's own. */
  stamp(command: Command): Command {
    const later = (this.#versions.get(command.recordId) ?? []).filter((own) => own > command.baseVersion);
    if (later.length === 0) return command;
    return { ...command, ownVersions: [...new Set([...(command.ownVersions ?? []), ...later])] };
  }

  eventsOf(commandId: string): RecordEvent[] | undefined {
    return this.#events.get(commandId);
  }
}

function keepNewest<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= most) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
