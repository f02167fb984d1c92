import type { Json, JsonObject } from '@atrium/protocol';
import { useClient } from '../workspace/workspace-context.ts';

const MAX = 160;

/** Mine and theirs, field by field. */
export function ConflictValues({ details }: { details: JsonObject | undefined }) {
  const { store } = useClient();
  const nameOf = (id: string) => {
    const name = store.get(id)?.fields;
    return String(name?.name ?? name?.title ?? id);
  };
  const fields = details?.fields;
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return null;
  return (
    <dl className="flex flex-col gap-2 text-12">
      {Object.entries(fields).map(([field, sides]) => {
        const { mine, theirs } = objectOf(sides);
        return (
          <div key={field} className="grid grid-cols-[3.5rem_1fr] gap-x-2 gap-y-1">
            <dt className="col-span-2 font-medium text-ink-muted">{fieldWords(field)}</dt>
            <dt className="text-ink-faint">Yours</dt>
            <dd className="min-w-0 break-words">{valueWords(mine, nameOf)}</dd>
            <dt className="text-ink-faint">Theirs</dt>
            <dd className="min-w-0 break-words">{valueWords(theirs, nameOf)}</dd>
          </div>
        );
      })}
    </dl>
  );
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function fieldWords(field: string): string {
  const words = field.replace(/([A-Z])/g, ' $1').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function valueWords(value: Json | undefined, nameOf: (id: string) => string): string {
  if (value === undefined || value === null || value === '') return 'empty';
  if (Array.isArray(value)) return value.map((entry) => valueWords(entry, nameOf)).join(', ') || 'empty';
  const words = typeof value === 'string' ? nameOf(value) : JSON.stringify(value);
  return words.length > MAX ? `${words.slice(0, MAX)}…` : words;
}
