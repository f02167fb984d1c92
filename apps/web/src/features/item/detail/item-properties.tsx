import { statusOf } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { Avatar } from '../../../design/avatar.tsx';
import { classNames } from '../../../design/class-names.ts';
import { RelativeTime } from '../../../design/relative-time.tsx';
import { usePerson } from '../../../workspace/use-people.ts';
import { AssigneePicker } from '../fields/assignee-picker.tsx';
import { DueDatePicker } from '../fields/due-date-picker.tsx';
import { EstimateInput } from '../fields/estimate-input.tsx';
import { LabelPicker } from '../fields/label-picker.tsx';
import { ParentPicker } from '../fields/parent-picker.tsx';
import { PriorityPicker } from '../fields/priority-picker.tsx';
import { StatusPicker } from '../fields/status-picker.tsx';
import { TypePicker } from '../fields/type-picker.tsx';
import { itemView } from '../item-view.ts';
import type { ItemEdit } from '../use-item-edit.ts';
import { useFieldGlow } from './use-field-glow.ts';

export type PropertyName = 'status' | 'priority' | 'assignees' | 'labels' | 'dueDate' | 'parent';

export interface ItemPropertiesProps {
  item: RecordState;
  project: RecordState;
  edit: ItemEdit;
  may: boolean;
  /** Opened by a key. */
  open: PropertyName | undefined;
  onOpen: (name: PropertyName | undefined) => void;
}

export function ItemProperties({ item, project, edit, may, open, onOpen }: ItemPropertiesProps) {
  const view = itemView(item);
  const shared = { project, disabled: !may };
  const opens = (name: PropertyName) => ({
    ...shared,
    open: open === name,
    onOpenChange: (next: boolean) => may && onOpen(next ? name : undefined),
  });
  const done = statusOf(project, view.status)?.category === 'done';
  return (
    <dl
      aria-label="Properties"
      className="grid grid-cols-[80px_minmax(0,1fr)] items-start gap-x-1 gap-y-0.5 @min-[460px]:grid-cols-[72px_minmax(0,1fr)_72px_minmax(0,1fr)] @min-[880px]:grid-cols-[80px_minmax(0,1fr)]"
    >
      <Row label="Status" item={item} field="status">
        <StatusPicker {...opens('status')} value={view.status} onChange={(status) => edit.set({ status })} />
      </Row>
      <Row label="Priority" item={item} field="priority">
        <PriorityPicker
          {...opens('priority')}
          value={view.priority}
          onChange={(priority) => edit.set({ priority })}
        />
      </Row>
      <Row label="Assignees" item={item} field="assignees">
        <AssigneePicker
          {...opens('assignees')}
          value={view.assignees}
          onChange={(_, change) => edit.change('assignees', change)}
        />
      </Row>
      <Row label="Labels" item={item} field="labels">
        <LabelPicker
          {...opens('labels')}
          value={view.labels}
          onChange={(_, change) => edit.change('labels', change)}
        />
      </Row>
      <Row label="Type" item={item} field="type">
        <TypePicker {...shared} value={view.type} onChange={(type) => edit.set({ type })} />
      </Row>
      {(view.type !== 'epic' || view.parent) && (
        <Row label="Parent" item={item} field="parent">
          <ParentPicker
            {...opens('parent')}
            types={[view.type]}
            itemIds={[item.id]}
            value={view.parent}
            onChange={edit.setParent}
          />
        </Row>
      )}
      <Row label="Estimate" item={item} field="estimate">
        <EstimateInput
          {...shared}
          value={view.estimate}
          onChange={(estimate) => edit.set({ estimate: estimate ?? null })}
        />
      </Row>
      <Row label="Due" item={item} field="dueDate">
        <DueDatePicker
          {...opens('dueDate')}
          value={view.dueDate}
          done={done}
          onChange={(dueDate) => edit.set({ dueDate: dueDate ?? null })}
        />
      </Row>
      {view.reporter && <Reporter id={view.reporter} />}
      <Term>Updated</Term>
      <Fixed>
        <RelativeTime at={item.updatedAt} />
      </Fixed>
      {view.externalUrl && /^https?:/.test(view.externalUrl) && (
        <>
          <Term>Source</Term>
          <Fixed>
            <a
              href={view.externalUrl}
              target="_blank"
              rel="noreferrer noopener"
              className="inline-flex min-w-0 items-center gap-1 text-accent-ink hover:underline"
            >
              <span className="truncate">{view.externalUrl.replace(/^https?:\/\/(www\.)?/, '')}</span>
              <ExternalLink className="size-3 shrink-0" aria-hidden="true" />
            </a>
          </Fixed>
        </>
      )}
    </dl>
  );
}

function Row({
  label,
  item,
  field,
  children,
}: {
  label: string;
  item: RecordState;
  field: string;
  children: ReactNode;
}) {
  const glow = useFieldGlow(item, field);
  return (
    <>
      <Term>{label}</Term>
      <dd style={glow.style} className={classNames('min-w-0 rounded-control', glow.className)}>
        {children}
      </dd>
    </>
  );
}

function Reporter({ id }: { id: string }) {
  const person = usePerson(id);
  return (
    <>
      <Term>Reporter</Term>
      <Fixed>
        <Avatar person={person} placeholder={person.placeholder} />
        <span className="truncate">{person.name}</span>
      </Fixed>
    </>
  );
}

function Term({ children }: { children: ReactNode }) {
  return <dt className="flex h-8 items-center text-12 text-ink-faint">{children}</dt>;
}

function Fixed({ children }: { children: ReactNode }) {
  return <dd className="flex h-8 min-w-0 items-center gap-2 px-2">{children}</dd>;
}
