import type { TimelineCause } from '@atrium/protocol/api';

const KINDS = ['import', 'bulk', 'automation', 'undo'] as const;

/** What a cause is, in words: `import:<project>:<source>:<generation>`, `bulk:<id>`, `undo:<cause>`. */
export function describeCause(id: string): TimelineCause {
  const [prefix = ''] = id.split(':', 1);
  const kind = KINDS.find((known) => known === prefix) ?? 'other';
  const rest = id.slice(prefix.length + 1);
  return { id, kind, of: kind === 'undo' ? rest : null, name: nameOf(kind, rest, id) };
}

function nameOf(kind: TimelineCause['kind'], rest: string, id: string): string {
  switch (kind) {
    case 'import':
      return `Import of ${sourceOf(rest)}`;
    case 'bulk':
      return 'Several at once';
    case 'automation':
      return 'Automation';
    case 'undo':
      return `Undo: ${describeCause(rest).name}`;
    case 'other':
      return id;
  }
}

/** Between the id of the project and the number of the run; a source may have colons of its own. */
function sourceOf(rest: string): string {
  return /^[^:]+:(.+):\d+$/.exec(rest)?.[1] ?? rest;
}
