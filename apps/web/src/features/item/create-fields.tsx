import { canBeParent, statusOf } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { useClient } from '../../workspace/workspace-context.ts';
import type { CreateDraft } from './create-draft.ts';
import { AssigneePicker } from './fields/assignee-picker.tsx';
import { DueDatePicker } from './fields/due-date-picker.tsx';
import { EstimateInput } from './fields/estimate-input.tsx';
import { LabelPicker } from './fields/label-picker.tsx';
import { ParentPicker } from './fields/parent-picker.tsx';
import { PriorityPicker } from './fields/priority-picker.tsx';
import { StatusPicker } from './fields/status-picker.tsx';
import { TypePicker } from './fields/type-picker.tsx';
import { itemView } from './item-view.ts';

/** Everything about a new item that is chosen, not written: a row of small buttons. */
export function CreateFields({
  project,
  draft,
  onChange,
}: {
  project: RecordState;
  draft: CreateDraft;
  onChange: (part: Partial<CreateDraft>) => void;
}) {
  const { store } = useClient();
  const shared = { project, boxed: true } as const;
  const retype = (type: CreateDraft['type']) => {
    const parent = draft.parent ? store.get(draft.parent) : undefined;
    const fits = parent && canBeParent(itemView(parent).type, type);
    onChange({ type, parent: fits ? draft.parent : undefined });
  };
  return (
    <div className="flex flex-wrap gap-2">
      <TypePicker {...shared} value={draft.type} onChange={retype} />
      <StatusPicker {...shared} value={draft.status} onChange={(status) => onChange({ status })} />
      <PriorityPicker {...shared} value={draft.priority} onChange={(priority) => onChange({ priority })} />
      <AssigneePicker {...shared} value={draft.assignees} onChange={(assignees) => onChange({ assignees })} />
      <LabelPicker {...shared} value={draft.labels} onChange={(labels) => onChange({ labels })} />
      {draft.type !== 'epic' && (
        <ParentPicker
          {...shared}
          types={[draft.type]}
          value={draft.parent}
          onChange={(parent) => onChange({ parent })}
        />
      )}
      <EstimateInput {...shared} value={draft.estimate} onChange={(estimate) => onChange({ estimate })} />
      <DueDatePicker
        {...shared}
        value={draft.dueDate}
        done={statusOf(project, draft.status)?.category === 'done'}
        onChange={(dueDate) => onChange({ dueDate })}
      />
    </div>
  );
}
