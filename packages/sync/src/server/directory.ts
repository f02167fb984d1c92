import { canRead, evolve, type Member, memberOf, permit } from '@atrium/model';
import type { RecordEvent, RecordState } from '@atrium/protocol';

/**
 * The people and projects of a tenant as of the fan-out's position, evolved from the same events that are
 * delivered: what a connection may see is decided by it and by `permit`, nothing else.
 */
export class Directory {
  readonly #people = new Map<string, RecordState>();
  readonly #projects = new Map<string, RecordState>();
  /** personId -> projectId -> may read. Forgotten whenever rights change. */
  #readable = new Map<string, Map<string, boolean>>();

  load(record: RecordState): void {
    if (record.type === 'person') this.#people.set(record.id, record);
    if (record.type === 'project') this.#projects.set(record.id, record);
  }

  apply(event: RecordEvent): void {
    const records = this.#recordsOf(event.recordType);
    if (!records) return;
    const known = records.get(event.recordId);
    // A record that was deleted before the directory was loaded comes back: `missing` names it.
    if (event.version !== (known?.version ?? 0) + 1) return;
    records.set(event.recordId, evolve(known, event));
    this.#readable = new Map();
  }

  /** True when the event is about a person or project that the directory does not hold at the version before. */
  isMissing(event: RecordEvent): boolean {
    const records = this.#recordsOf(event.recordType);
    return records !== undefined && (records.get(event.recordId)?.version ?? 0) + 1 < event.version;
  }

  member(personId: string): Member | undefined {
    return memberOf(this.#people.get(personId));
  }

  project(id: string): RecordState | undefined {
    return this.#projects.get(id);
  }

  projectIds(): string[] {
    return [...this.#projects.keys()];
  }

  /** May the person read a record of this type in this project (null: outside all projects)? */
  canRead(personId: string, recordType: string, projectId: string | null): boolean {
    if (projectId === null) {
      const member = this.member(personId);
      return member !== undefined && permit(member, 'read', { type: recordType });
    }
    return recordType === 'project'
      ? this.canReadProject(personId, projectId)
      : this.canReadInside(personId, projectId);
  }

  /** A deleted project's record stays readable, what is inside does not. */
  canReadInside(personId: string, projectId: string): boolean {
    return this.#projects.get(projectId)?.deletedAt === null && this.canReadProject(personId, projectId);
  }

  canReadProject(personId: string, projectId: string): boolean {
    let projects = this.#readable.get(personId);
    if (!projects) {
      projects = new Map();
      this.#readable.set(personId, projects);
    }
    let readable = projects.get(projectId);
    if (readable === undefined) {
      const member = this.member(personId);
      const project = this.#projects.get(projectId);
      readable = member !== undefined && project !== undefined && canRead(member, project);
      projects.set(projectId, readable);
    }
    return readable;
  }

  #recordsOf(recordType: string): Map<string, RecordState> | undefined {
    if (recordType === 'person') return this.#people;
    return recordType === 'project' ? this.#projects : undefined;
  }
}
