import { cleanLine, createLabel } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import { derivedId } from '@atrium/protocol';
import type { ImportedRecord } from '../import-writer.ts';
import type { ArchiveLabel } from './archive-shape.ts';

const MAX_NAME = 60;

/** Labels of the project by name: those it has, and those the archive brings. */
export class ArchiveLabels {
  private readonly byName = new Map<string, RecordId>();
  private readonly waiting: ImportedRecord[] = [];
  private readonly projectId: RecordId;

  constructor(projectId: RecordId, existing: readonly RecordState[]) {
    this.projectId = projectId;
    for (const label of existing) this.byName.set(nameKey(String(label.fields.name)), label.id);
  }

  add({ name, color }: Pick<ArchiveLabel, 'name' | 'color'>): RecordId {
    const clean = cleanLine(name, MAX_NAME) || 'label';
    const known = this.byName.get(nameKey(clean));
    if (known) return known;
    const id = derivedId(this.projectId, `github:label:${nameKey(clean)}`);
    this.byName.set(nameKey(clean), id);
    const hex = /^[0-9a-f]{6}$/i.test(color ?? '') ? { color: `#${color?.toLowerCase()}` } : {};
    this.waiting.push({
      kind: 'labels',
      what: `label ${clean}`,
      draft: createLabel(id, { project: this.projectId, name: clean, ...hex }),
    });
    return id;
  }

  take(): ImportedRecord[] {
    return this.waiting.splice(0);
  }
}

function nameKey(name: string): string {
  return cleanLine(name, MAX_NAME).toLowerCase();
}
