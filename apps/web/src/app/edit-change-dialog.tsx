import type { Json } from '@atrium/protocol';
import type { AttentionItem } from '@atrium/sync/client';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '../design/button.tsx';
import { Checkbox } from '../design/checkbox.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Field } from '../design/field.tsx';
import { Input } from '../design/input.tsx';
import { FieldValue } from '../features/conflicts/field-value.tsx';
import { MarkdownEditor } from '../features/item/text/markdown-editor.tsx';
import { useRecord } from '../workspace/use-records.ts';
import { useClient } from '../workspace/workspace-context.ts';
import { type ChangeEdits, type ChangeField, changeFields, editedDraft, LEFT_OUT } from './edit-change.ts';

/** A refused change, to be written otherwise and sent again. */
export function EditChangeDialog({ item, onClose }: { item: AttentionItem; onClose: () => void }) {
  const { command, refusal } = item;
  const client = useClient();
  const formId = useId();
  const [edits, setEdits] = useState<ChangeEdits>({});
  const fields = changeFields(command);
  const empty = fields.some(({ path, kind, needed }) => needed && kind !== 'value' && isBlank(edits[path]));
  const edit = (path: string, next: string | typeof LEFT_OUT | undefined) => {
    const { [path]: _, ...rest } = edits;
    setEdits(next === undefined ? rest : { ...rest, [path]: next });
  };
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (empty) return;
    client.attention.edit(command.id, editedDraft(command, edits));
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Edit the change"
      description={refusal.message}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" keys="$mod+Enter" disabled={empty}>
            Send again
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        {fields.map((field) => (
          <Row
            key={field.path}
            type={command.name.split('.')[0] ?? ''}
            recordId={command.recordId}
            field={field}
            edit={edits[field.path]}
            onEdit={(next) => edit(field.path, next)}
            onSubmit={submit}
          />
        ))}
      </form>
    </Dialog>
  );
}

const PART_WORDS: Readonly<Record<string, string>> = { add: 'Added', remove: 'Taken out' };

function Row({
  type,
  recordId,
  field,
  edit,
  onEdit,
  onSubmit,
}: {
  type: string;
  recordId: string;
  field: ChangeField;
  edit: string | typeof LEFT_OUT | undefined;
  onEdit: (next: string | typeof LEFT_OUT | undefined) => void;
  onSubmit: () => void;
}) {
  const { path, label, value, kind, needed } = field;
  const record = useRecord(recordId);
  const project = useRecord(typeof record?.fields.project === 'string' ? record.fields.project : undefined);
  const part = PART_WORDS[path.split('.')[0] ?? ''];
  const name = part ? `${label}: ${part.toLowerCase()}` : label;
  const out = edit === LEFT_OUT;
  const words = typeof edit === 'string' ? edit : String(value ?? '');
  const aside = !needed && (
    <Checkbox checked={!out} onChange={(kept) => onEdit(kept ? undefined : LEFT_OUT)} className="text-12">
      Send this
    </Checkbox>
  );
  if (kind === 'value' || out) {
    return (
      <div className="flex flex-col gap-1.5">
        <div className="flex items-baseline justify-between gap-2">
          <span className="text-12 font-medium text-ink-muted">{name}</span>
          {aside}
        </div>
        <div className={out ? 'text-13 text-ink-faint line-through' : 'text-13'}>
          <FieldValue type={type} field={field.field} value={shown(value)} project={project} />
        </div>
      </div>
    );
  }
  return (
    <Field
      label={name}
      aside={aside}
      error={needed && words.trim() === '' ? 'It needs some words.' : undefined}
    >
      {(control) =>
        kind === 'line' ? (
          <Input {...control} autoFocus value={words} onChange={(event) => onEdit(event.target.value)} />
        ) : (
          <MarkdownEditor
            label={name}
            value={words}
            onChange={onEdit}
            onSubmit={onSubmit}
            className="min-h-28"
          />
        )
      }
    </Field>
  );
}

function isBlank(edit: ChangeEdits[string] | undefined): boolean {
  return typeof edit === 'string' && edit.trim() === '';
}

/** An object is no value to read. */
function shown(value: Json): Json | undefined {
  return value === null ? undefined : value;
}
