import type { RecordId } from '@atrium/protocol';
import { isId } from '@atrium/protocol';
import type { Place } from '../records/record-type.ts';
import { builtIn, type Registry } from '../registry.ts';

/** What a subscription covers. As text: `workspace`, `project:<id>`, `record:<id>`. */
export type Scope =
  | { readonly kind: 'workspace' }
  | { readonly kind: 'project'; readonly id: RecordId }
  | { readonly kind: 'record'; readonly id: RecordId };

export const WORKSPACE_SCOPE = 'workspace';

export function projectScope(id: RecordId): string {
  return `project:${id}`;
}

/** The record itself and what hangs on it. */
export function recordScope(id: RecordId): string {
  return `record:${id}`;
}

export function parseScope(text: string): Scope | undefined {
  if (text === WORKSPACE_SCOPE) return { kind: 'workspace' };
  const [kind, id, ...rest] = text.split(':');
  if (rest.length > 0 || !isId(id)) return undefined;
  return kind === 'project' || kind === 'record' ? { kind, id } : undefined;
}

/** Every scope that shows a record in this place. */
export function scopesOf(id: RecordId, place: Place): string[] {
  const scopes = [recordScope(id)];
  if (place.workspace) scopes.push(WORKSPACE_SCOPE);
  if (place.subjectId !== null) scopes.push(recordScope(place.subjectId));
  else if (place.projectId !== null) scopes.push(projectScope(place.projectId));
  return scopes;
}

const ANY_ID = '00000000-0000-7000-8000-000000000000';

/** Types whose records everyone sees in the workspace scope; a type is there wholly or not at all. */
export function workspaceTypes(registry: Registry = builtIn): string[] {
  return [...registry.types.values()]
    .filter((type) => type.place(ANY_ID, {}).workspace)
    .map(({ name }) => name);
}
