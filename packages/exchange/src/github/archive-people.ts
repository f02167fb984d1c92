import { cleanLine, createPerson } from '@atrium/model';
import type { RecordId, TenantId } from '@atrium/protocol';
import { derivedId } from '@atrium/protocol';
import type { ImportedRecord } from '../import-writer.ts';

const UNKNOWN = 'unknown';

/** Who stands for a GitHub account in a tenant: a placeholder, until a member claims it. */
export class ArchivePeople {
  private readonly waiting = new Map<RecordId, ImportedRecord>();
  private readonly seen = new Set<RecordId>();
  private readonly tenantId: TenantId;

  constructor(tenantId: TenantId) {
    this.tenantId = tenantId;
  }

  /** The person of a login; deleted accounts, and whoever the archive does not name, are one unknown person. */
  idOf(login: string | null | undefined): RecordId {
    const name = cleanLine(login ?? '', 100) || UNKNOWN;
    const known = name === UNKNOWN ? UNKNOWN : `login:${name.toLowerCase()}`;
    const id = derivedId(this.tenantId, `github:${known}`);
    if (!this.seen.has(id)) {
      this.seen.add(id);
      this.waiting.set(id, placeholder(id, name, known));
    }
    return id;
  }

  /** Those met since the last call; to be written before what they did. */
  take(): ImportedRecord[] {
    const people = [...this.waiting.values()];
    this.waiting.clear();
    return people;
  }
}

function placeholder(id: RecordId, name: string, known: string): ImportedRecord {
  const isUnknown = known === UNKNOWN;
  // Handles of a few machines do not look like handles; the name still tells.
  const handle = /^[\p{L}\p{N}][\p{L}\p{N}._[\]-]{0,39}$/u.test(name) && !isUnknown ? { handle: name } : {};
  return {
    kind: 'people',
    what: `author ${name}`,
    draft: createPerson(id, {
      name: isUnknown ? 'Someone on GitHub' : name,
      ...handle,
      placeholder: true,
      importedFrom: `github:${known}`,
    }),
  };
}
