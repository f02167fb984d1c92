import { canRead, type Member, memberOf, parseScope, type Role } from '@atrium/model';
import type { RecordState, TenantId } from '@atrium/protocol';
import { RangeDigests, type ScopeDigests } from '../shared/digest-ranges.ts';
import type { SyncEngine } from './sync-engine.ts';

/** A scope's digests as of one position, before anyone's rights: projects are kept apart, for each has its own. */
export class ScopeSums {
  readonly position: number;
  /** Whose role was what, where the scope shows people. */
  readonly roles: ReadonlyMap<string, Role>;
  readonly #digests: RangeDigests;
  readonly #count: number;
  readonly #projects: readonly RecordState[];

  constructor(summed: {
    readonly position: number;
    readonly roles: ReadonlyMap<string, Role>;
    readonly digests: RangeDigests;
    readonly count: number;
    readonly projects: readonly RecordState[];
  }) {
    this.position = summed.position;
    this.roles = summed.roles;
    this.#digests = summed.digests;
    this.#count = summed.count;
    this.#projects = summed.projects;
  }

  digestsFor(member: Member, ranges: number): ScopeDigests {
    const digests = this.#digests.folded(ranges);
    const readable = this.#projects.filter((project) => canRead(member, project));
    for (const project of readable) digests.add(project);
    return { position: this.position, count: this.#count + readable.length, ranges: digests.values() };
  }
}

/** Reads a scope once, a batch at a time, and keeps nothing of it but sums. */
export async function sumScope(engine: SyncEngine, tenantId: TenantId, scope: string): Promise<ScopeSums> {
  const parsed = parseScope(scope);
  if (!parsed) throw new Error(`Not a scope: ${scope}`);
  const digests = new RangeDigests();
  const roles = new Map<string, Role>();
  const projects: RecordState[] = [];
  let position = 0;
  let count = 0;
  for await (const part of engine.readScope(tenantId, parsed)) {
    if (part.kind === 'position') {
      position = part.position;
      continue;
    }
    for (const record of part.records) {
      const member = parsed.kind === 'workspace' ? memberOf(record) : undefined;
      if (member) roles.set(member.personId, member.role);
      if (record.type === 'project') {
        projects.push(record);
        continue;
      }
      digests.add(record);
      count++;
    }
  }
  return new ScopeSums({ position, roles, digests, count, projects });
}
