import { firstStatus } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import { ChevronRight, FolderKanban, X } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { Picker } from '../../design/picker.tsx';
import { PickerButton } from '../../design/picker-button.tsx';
import { Switch } from '../../design/switch.tsx';
import {
  type CreateDraft,
  EMPTY_DRAFT,
  keepCreateDraft,
  movedDraft,
  nextDraft,
  readCreateDraft,
} from './create-draft.ts';
import { CreateFields } from './create-fields.tsx';
import { MarkdownEditor } from './text/markdown-editor.tsx';

export interface CreateFormProps {
  project: RecordState;
  projects: readonly RecordState[];
  onProject: (id: RecordId) => void;
  start: Partial<CreateDraft> | undefined;
  /** False when it was refused at once: the form keeps everything. */
  onCreate: (draft: CreateDraft, project: RecordState) => boolean;
  onClose: () => void;
}

export function CreateForm({ project, projects, onProject, start, onCreate, onClose }: CreateFormProps) {
  const [draft, setDraft] = useState<CreateDraft>(() => ({
    ...EMPTY_DRAFT,
    status: firstStatus(project) ?? '',
    ...readCreateDraft(project.id),
    ...start,
  }));
  const [another, setAnother] = useState(false);
  const [missing, setMissing] = useState(false);
  const title = useRef<HTMLTextAreaElement>(null);
  const description = useRef<HTMLTextAreaElement>(null);
  const change = (part: Partial<CreateDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    keepCreateDraft(project.id, next);
    if (next.title.trim()) setMissing(false);
  };
  const submit = () => {
    if (!draft.title.trim()) {
      setMissing(true);
      title.current?.focus();
      return;
    }
    if (!onCreate(draft, project)) return;
    if (!another) return onClose();
    setDraft(nextDraft(draft));
    title.current?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    if (event.metaKey || event.ctrlKey) {
      event.preventDefault();
      submit();
    } else if (event.target === title.current) {
      event.preventDefault();
      description.current?.focus();
    }
  };
  const moveTo = (id: RecordId) => {
    keepCreateDraft(project.id, undefined);
    keepCreateDraft(id, movedDraft(draft));
    onProject(id);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: one key for every field inside.
    <div onKeyDown={press} className="flex flex-col">
      <div className="flex items-center gap-1 px-4 pt-3 text-12 text-ink-muted">
        <Picker
          label="Choose a project"
          items={projects.map(({ id, fields }) => ({
            value: id,
            label: String(fields.name),
            hint: String(fields.key),
            icon: <FolderKanban className="text-ink-muted" />,
          }))}
          value={project.id}
          onChange={moveTo}
          trigger={
            <PickerButton boxed className="h-7 px-2 text-12" icon={<FolderKanban />} aria-label="Project">
              {String(project.fields.name)}
            </PickerButton>
          }
        />
        <ChevronRight className="size-3.5 text-ink-faint" aria-hidden="true" />
        <span>New work item</span>
        <IconButton label="Close" keys="Escape" icon={<X />} className="-mr-1 ml-auto" onClick={onClose} />
      </div>
      <div className="flex flex-col gap-2 px-4 pb-2 pt-3">
        <textarea
          ref={title}
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to write this.
          autoFocus
          rows={1}
          aria-label="Title"
          aria-invalid={missing || undefined}
          aria-describedby={missing ? 'create-title-missing' : undefined}
          value={draft.title}
          maxLength={500}
          placeholder="Title"
          onChange={(event) => change({ title: event.target.value.replace(/\s*\n\s*/g, ' ') })}
          className="w-full resize-none bg-transparent text-16 font-semibold text-ink outline-none! [field-sizing:content]"
        />
        {missing && (
          <p id="create-title-missing" role="alert" className="text-12 text-late">
            Give it a title first.
          </p>
        )}
        <MarkdownEditor
          bare
          label="Description"
          placeholder="Describe it. Markdown, @mentions and keys such as ATR-12 work."
          value={draft.description}
          onChange={(text) => change({ description: text })}
          inputRef={(field) => {
            description.current = field;
          }}
          className="max-h-[36vh] min-h-20"
        />
      </div>
      <div className="px-4 pb-4">
        <CreateFields project={project} draft={draft} onChange={change} />
      </div>
      <div className="sticky bottom-0 flex items-center gap-3 rounded-b-card border-t border-line bg-raised px-4 py-3">
        <Switch checked={another} onChange={setAnother}>
          Create another
        </Switch>
        <Button variant="primary" keys="$mod+Enter" className="ml-auto" onClick={submit}>
          Create work item
        </Button>
      </div>
    </div>
  );
}
