import { createWorkItem, memberOf, permit, restoreWorkItem, WORK_ITEM_LIMITS } from '@atrium/model';
import { newId, type RecordState } from '@atrium/protocol';
import { ArchiveRestore, Copy, CopyPlus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../design/button.tsx';
import { notifyDone, notifyProblem } from '../../design/toast.tsx';
import { useMay, useProjects } from '../../workspace/use-projects.ts';
import { useRecord } from '../../workspace/use-records.ts';
import { useClient, useWorkspace } from '../../workspace/workspace-context.ts';
import { ChangedText } from './changed-text.tsx';
import type { Lost } from './conflict-groups.ts';
import { FieldValue, fieldLabel } from './field-value.tsx';
import { newItemOf, plainWords } from './lost-values.ts';
import { settlingCause } from './settle.ts';

const WHY = {
  deleted: 'This was deleted meanwhile. What you changed is kept here.',
  missing: 'This is not there any more, or you may not see it any more. What you changed is kept here.',
  denied: 'You may not change this any more. What you changed is kept here.',
};

/** A change that has nowhere to go: what can still be done with it. */
export function LostChange({
  group,
  type,
  record,
}: {
  group: Lost;
  type: string;
  record: RecordState | undefined;
}) {
  const client = useClient();
  const projects = useProjects();
  const home = projects.find(({ id }) => id === record?.fields.project);
  const mayRestore = useMay('delete', 'work_item', home) && type === 'work_item';
  const [busy, setBusy] = useState(false);
  const item = newItemOf(group, record);
  const into = useProjectToWriteIn(home);

  const copy = async () => {
    await navigator.clipboard.writeText(
      plainWords(group.values.map(({ field, value }) => [fieldLabel(type, field), value])),
    );
    notifyDone('Copied');
  };
  const saveAsNew = () => {
    const [first, ...rest] = group.items;
    if (!into || !item || !first) return;
    const title = item.title.slice(0, WORK_ITEM_LIMITS.title);
    const draft = createWorkItem(newId(), { ...item, title, project: into.id });
    // In the place of the refused change: it cannot be lost on the way.
    client.attention.edit(first.command.id, draft, settlingCause(first.command.id));
    for (const { command } of rest) client.attention.drop(command.id);
    notifyDone(`Saved as a new work item in ${String(into.fields.name)}`);
  };
  const bringBack = async () => {
    if (!record) return;
    setBusy(true);
    const outcome = await client.send(restoreWorkItem(record)).receipt.done;
    setBusy(false);
    if (outcome.kind === 'refused') return notifyProblem(outcome.refusal.message);
    for (const { command } of group.items) client.attention.retry(command.id);
  };
  const drop = () => {
    for (const { command } of group.items) client.attention.drop(command.id);
  };
  return (
    <section aria-label="What you changed" className="flex flex-col gap-3">
      <p className="rounded-control bg-doing-wash px-2.5 py-1.5 text-13 text-doing">{WHY[group.why]}</p>
      <dl className="flex flex-col gap-2 rounded-card border border-line bg-surface p-3 text-13">
        {group.values.map(({ field, value }) => (
          <div key={field} className="min-w-0">
            <dt className="pb-0.5 text-11 font-medium text-ink-faint">{fieldLabel(type, field)}</dt>
            <dd className="max-h-56 min-w-0 overflow-y-auto">
              {typeof value === 'string' && value.includes(' ') ? (
                <ChangedText from={value} to={value} />
              ) : (
                <FieldValue type={type} field={field} value={value} project={home} />
              )}
            </dd>
          </div>
        ))}
      </dl>
      <div className="flex flex-wrap gap-2">
        {group.why === 'deleted' && mayRestore && (
          <Button icon={<ArchiveRestore />} busy={busy} onClick={() => void bringBack()}>
            Bring it back with my change
          </Button>
        )}
        {item && into && (
          <Button icon={<CopyPlus />} onClick={saveAsNew}>
            {into.id === home?.id ? 'Save as new item' : `Save as new item in ${String(into.fields.name)}`}
          </Button>
        )}
        <Button icon={<Copy />} onClick={() => void copy()}>
          Copy
        </Button>
        <Button variant="ghost" icon={<Trash2 />} onClick={drop}>
          Drop
        </Button>
      </div>
    </section>
  );
}

/** Where it was, or else the first project that one may write in. */
function useProjectToWriteIn(home: RecordState | undefined): RecordState | undefined {
  const { membership } = useWorkspace();
  const member = memberOf(useRecord(membership.personId));
  const projects = useProjects();
  if (!member) return undefined;
  const may = (project: RecordState) => permit(member, 'create', { type: 'work_item', project });
  return home && may(home) ? home : projects.find(may);
}
