import { compareRank, createWorkItem, statusOf, type WorkItemType } from '@atrium/model';
import { newId, type RecordState } from '@atrium/protocol';
import { Plus } from 'lucide-react';
import { type FormEvent, useMemo, useRef, useState } from 'react';
import { IconButton } from '../../../design/icon-button.tsx';
import { ProgressBar } from '../../../design/progress-bar.tsx';
import { WorkItemTypeIcon } from '../../../design/work-item-type-icon.tsx';
import { useMay } from '../../../workspace/use-projects.ts';
import { useRecords } from '../../../workspace/use-records.ts';
import { useSend } from '../../../workspace/use-send.ts';
import { itemView } from '../item-view.ts';
import { ItemRow } from './item-row.tsx';
import { Section } from './section.tsx';

const CHILD_TYPE: Partial<Record<WorkItemType, WorkItemType>> = {
  epic: 'task',
  story: 'sub_task',
  task: 'sub_task',
  bug: 'sub_task',
};

/** What an item is made of, how far it is, and a line to add more. */
export function SubItems({ item, project, may }: { item: RecordState; project: RecordState; may: boolean }) {
  const children = useRecords({ type: 'work_item', where: { parent: item.id } });
  const sorted = useMemo(() => [...children].sort(compareRank), [children]);
  const mayCreate = useMay('create', 'work_item', project);
  const [adding, setAdding] = useState(false);
  const childType = CHILD_TYPE[itemView(item).type];
  if (!(childType && mayCreate) && sorted.length === 0) return null;
  const done = sorted.filter((child) => statusOf(project, child.fields.status)?.category === 'done').length;
  return (
    <Section
      title="Sub-items"
      aside={
        sorted.length > 0 && (
          <span className="flex items-center gap-2 text-12 text-ink-faint">
            {done} of {sorted.length}
            <span className="w-16">
              <ProgressBar
                label="Sub-items done"
                parts={[{ tone: 'done', value: done }]}
                max={sorted.length}
              />
            </span>
          </span>
        )
      }
      actions={
        childType &&
        mayCreate && (
          <IconButton size="small" label="Add a sub-item" icon={<Plus />} onClick={() => setAdding(true)} />
        )
      }
    >
      {sorted.length > 0 && (
        <ul>
          {sorted.map((child) => (
            <ItemRow key={child.id} item={child} project={project} may={may} />
          ))}
        </ul>
      )}
      {adding && childType && (
        <QuickAdd item={item} project={project} type={childType} onClose={() => setAdding(false)} />
      )}
    </Section>
  );
}

/** Enter adds and stays for the next; Escape or leaving an empty line closes it. */
function QuickAdd({
  item,
  project,
  type,
  onClose,
}: {
  item: RecordState;
  project: RecordState;
  type: WorkItemType;
  onClose: () => void;
}) {
  const send = useSend();
  const [title, setTitle] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!title.trim()) return;
    const sent = send(
      createWorkItem(newId(), { project: project.id, parent: item.id, type, title: title.trim() }),
    );
    if (sent.receipt.state.get().step !== 'refused') setTitle('');
    field.current?.focus();
  };
  return (
    <form onSubmit={submit} className="-mx-2 flex h-8 items-center gap-2 px-2.5">
      <WorkItemTypeIcon type={type} />
      <input
        ref={field}
        // biome-ignore lint/a11y/noAutofocus: opened to be written in.
        autoFocus
        aria-label="Title of the sub-item"
        value={title}
        maxLength={500}
        placeholder="What is to be done? Enter adds it"
        onChange={(event) => setTitle(event.target.value)}
        onBlur={() => !title.trim() && onClose()}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          onClose();
        }}
        className="min-w-0 flex-1 bg-transparent text-13 outline-none! max-wide:text-16"
      />
    </form>
  );
}
