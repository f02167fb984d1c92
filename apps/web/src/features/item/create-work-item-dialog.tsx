import { permit } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import { useState } from 'react';
import { Dialog } from '../../design/dialog.tsx';
import { notifyDone, notifyProblem } from '../../design/toast.tsx';
import { useShortcuts } from '../../design/use-shortcuts.ts';
import { tellsInPlace } from '../../workspace/told-in-place.ts';
import { useMyself } from '../../workspace/use-people.ts';
import { useProjects } from '../../workspace/use-projects.ts';
import { useScope } from '../../workspace/use-records.ts';
import { useClient } from '../../workspace/workspace-context.ts';
import { type CreateDraft, draftCommand, keepCreateDraft } from './create-draft.ts';
import { CreateForm } from './create-form.tsx';

export interface CreateWorkItemDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Where the item goes unless another project is chosen; without it, the first that one may write in. */
  project?: RecordState;
  /** What is set at the start: a status of a column, a parent. Wins over a kept draft. */
  start?: Partial<CreateDraft>;
  onCreated?: (id: RecordId) => void;
}

/** Creates a work item. What was typed is kept until it is created, also when the dialog is closed. */
export function CreateWorkItemDialog({
  open,
  onOpenChange,
  project,
  start,
  onCreated,
}: CreateWorkItemDialogProps) {
  const client = useClient();
  const [failed, setFailed] = useState<{ draft: CreateDraft; projectId: RecordId }>();
  const projects = useWritableProjects();
  const [chosenId, setChosenId] = useState<RecordId>();
  const wanted = chosenId ?? failed?.projectId ?? project?.id;
  const target = projects.find(({ id }) => id === wanted) ?? projects[0];
  useScope(open && target ? `project:${target.id}` : undefined);

  const close = () => {
    setChosenId(undefined);
    setFailed(undefined);
    onOpenChange(false);
  };
  const create = (draft: CreateDraft, into: RecordState): boolean => {
    const { command, receipt } = client.send(draftCommand(draft, into));
    if (receipt.state.get().step === 'refused') return false;
    tellsInPlace(command.id);
    keepCreateDraft(into.id, undefined);
    notifyDone(`Created “${shortened(draft.title)}”`, { undo: () => client.undo() });
    onCreated?.(command.recordId);
    // Refused later, by the server: what was typed comes back.
    void receipt.done.then((outcome) => {
      if (outcome.kind !== 'refused') return;
      client.attention.drop(command.id);
      keepCreateDraft(into.id, draft);
      notifyProblem('The work item was not created. What you wrote is kept.', {
        action: {
          label: 'Open it again',
          run: () => {
            setFailed({ draft, projectId: into.id });
            onOpenChange(true);
          },
        },
      });
    });
    return true;
  };

  return (
    <Dialog open={open} onOpenChange={(next) => !next && close()} title="New work item" bare width="wide">
      {target ? (
        <CreateForm
          key={target.id}
          project={target}
          projects={projects}
          onProject={setChosenId}
          start={failed?.draft ?? (project === undefined || target.id === project.id ? start : undefined)}
          onCreate={create}
          onClose={close}
        />
      ) : (
        <p className="p-6 text-ink-muted">There is no project in which you may create work items.</p>
      )}
    </Dialog>
  );
}

/** The dialog with its shortcut `C`, for a screen inside a project: render `dialog`, call `create`. */
export function useCreateWorkItem(
  project: RecordState | undefined,
  onCreated?: (id: RecordId) => void,
): { create: (start?: Partial<CreateDraft>) => void; dialog: React.ReactNode; may: boolean } {
  const [open, setOpen] = useState(false);
  const [start, setStart] = useState<Partial<CreateDraft>>();
  const may = useWritableProjects().some(({ id }) => project === undefined || id === project.id);
  const create = (next?: Partial<CreateDraft>) => {
    setStart(next);
    setOpen(true);
  };
  useShortcuts([
    {
      keys: 'c',
      label: 'Create work item',
      group: 'Work items',
      rank: 10,
      when: () => may,
      run: () => create(),
    },
  ]);
  const dialog = (
    <CreateWorkItemDialog
      open={open}
      onOpenChange={setOpen}
      project={project}
      start={start}
      onCreated={onCreated}
    />
  );
  return { create, dialog, may };
}

function useWritableProjects(): readonly RecordState[] {
  const { id, role } = useMyself();
  const projects = useProjects();
  if (role === undefined) return [];
  return projects.filter((project) =>
    permit({ personId: id, role }, 'create', { type: 'work_item', project }),
  );
}

function shortened(title: string): string {
  const line = title.trim();
  return line.length > 60 ? `${line.slice(0, 58).trimEnd()}…` : line;
}
