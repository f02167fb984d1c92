import { builtIn } from '@atrium/model';
import type { Command, Json, RecordState } from '@atrium/protocol';
import type { AttentionItem } from '@atrium/sync/client';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '../design/button.tsx';
import { Checkbox } from '../design/checkbox.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Field } from '../design/field.tsx';
import { Input } from '../design/input.tsx';
import { Picker } from '../design/picker.tsx';
import { PickerButton } from '../design/picker-button.tsx';
import { FieldValue } from '../features/conflicts/field-value.tsx';
import { StatusPicker } from '../features/item/fields/status-picker.tsx';
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
  const empty = fields.some(({ path, needed }) => needed && isBlank(edits[path]));
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
            command={command}
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
  command,
  field,
  edit,
  onEdit,
  onSubmit,
}: {
  command: Command;
  field: ChangeField;
  edit: string | typeof LEFT_OUT | undefined;
  onEdit: (next: string | typeof LEFT_OUT | undefined) => void;
  onSubmit: () => void;
}) {
  const { path, label, value, kind, needed } = field;
  const project = useProjectOf(command);
  const type = command.name.split('.')[0] ?? '';
  const part = PART_WORDS[path.split('.')[0] ?? ''];
  const name = part ? `${label}: ${part.toLowerCase()}` : label;
  const out = edit === LEFT_OUT;
  const words = typeof edit === 'string' ? edit : String(value ?? '');
  const aside = !needed && (
    <Checkbox checked={!out} onChange={(kept) => onEdit(kept ? undefined : LEFT_OUT)} className="text-12">
      Send this
    </Checkbox>
  );
  if (kind === 'value' || out || kind === 'choice') {
    return (
      <div className="flex flex-col gap-1.5">
        <div className="flex items-baseline justify-between gap-2">
          <span className="text-12 font-medium text-ink-muted">{name}</span>
          {aside}
        </div>
        <div className={out ? 'text-13 text-ink-faint line-through' : 'text-13'}>
          {kind === 'choice' && !out ? (
            <Choice type={type} field={field} value={words} onChange={onEdit} project={project} />
          ) : (
            <FieldValue type={type} field={field.field} value={shown(value)} project={project} />
          )}
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

/** One of several, as the record's own screen offers it. */
function Choice({
  type,
  field: { field, label },
  value,
  onChange,
  project,
}: {
  type: string;
  field: ChangeField;
  value: string;
  onChange: (value: string) => void;
  project: RecordState | undefined;
}) {
  if (type === 'work_item' && field === 'status') {
    return <StatusPicker project={project} value={value} onChange={onChange} boxed />;
  }
  const options = builtIn.types.get(type)?.fields[field]?.options ?? [];
  const name = options.find((option) => option.value === value)?.label ?? value;
  return (
    <Picker
      label={label}
      items={options.map((option) => ({ value: option.value, label: option.label }))}
      value={value}
      onChange={onChange}
      trigger={
        <PickerButton boxed aria-label={`${label}: ${name}`}>
          {name}
        </PickerButton>
      }
    />
  );
}

/** A record that is yet to be created names its project in the change itself. */
function useProjectOf({ recordId, input }: Command): RecordState | undefined {
  const record = useRecord(recordId);
  const id = record?.fields.project ?? input.project;
  return useRecord(typeof id === 'string' ? id : undefined);
}

function isBlank(edit: ChangeEdits[string] | undefined): boolean {
  return typeof edit === 'string' && edit.trim() === '';
}

/** An object is no value to read. */
function shown(value: Json): Json | undefined {
  return value === null ? undefined : value;
}
