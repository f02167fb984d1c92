import { Network, Trash2, X } from 'lucide-react';
import { Button } from '../../design/button.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { type EditableField, FieldEditor } from './field-editor.tsx';
import { FIELD_ICONS, FIELD_NAMES } from './filter-options.tsx';
import type { ItemEntry } from './item-entry.ts';
import { useEditItems } from './use-edit-items.ts';

const FIELDS = ['status', 'assignees', 'priority', 'labels'] as const satisfies readonly EditableField[];

/** What can be done with everything that is selected, at the bottom of the view; at the left, because toasts come at the right. */
export function BulkBar({ items, onClear }: { items: readonly ItemEntry[]; onClear: () => void }) {
  const edit = useEditItems();
  if (items.length === 0) return null;
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-4 z-sticky flex px-3 max-wide:bottom-2 max-wide:justify-center">
      <section
        aria-label="Selection"
        className="pointer-events-auto flex max-w-full animate-appear items-center gap-1 overflow-x-auto rounded-card bg-raised p-1.5 shadow-float [scrollbar-width:none]"
      >
        <output className="shrink-0 whitespace-nowrap px-2 text-12 font-medium">
          {items.length} selected
        </output>
        <span className="h-5 w-px shrink-0 bg-line" aria-hidden="true" />
        {FIELDS.map((field) => (
          <FieldEditor key={field} field={field} items={items} align="center">
            <Button
              variant="ghost"
              size="small"
              icon={FIELD_ICONS[field]}
              aria-label={`Change ${FIELD_NAMES[field].toLowerCase()}`}
            >
              <span className="max-wide:hidden">{FIELD_NAMES[field]}</span>
            </Button>
          </FieldEditor>
        ))}
        <FieldEditor field="parent" items={items} align="center">
          <Button variant="ghost" size="small" icon={<Network />} aria-label="Set parent">
            <span className="max-wide:hidden">Parent</span>
          </Button>
        </FieldEditor>
        <IconButton
          size="small"
          label="Delete"
          keys="$mod+Backspace"
          side="top"
          icon={<Trash2 />}
          onClick={() => edit(items, { kind: 'delete' })}
        />
        <span className="h-5 w-px shrink-0 bg-line" aria-hidden="true" />
        <IconButton
          size="small"
          label="Clear the selection"
          keys="Escape"
          side="top"
          icon={<X />}
          onClick={onClear}
        />
      </section>
    </div>
  );
}
