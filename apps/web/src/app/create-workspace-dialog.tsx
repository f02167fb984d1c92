import { Dialog } from '../design/dialog.tsx';
import { CreateWorkspaceForm } from './create-workspace-form.tsx';

export function CreateWorkspaceDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      width="narrow"
      title="Create workspace"
      description="A room of its own: its people, projects and history are kept apart from every other."
    >
      <CreateWorkspaceForm onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}
