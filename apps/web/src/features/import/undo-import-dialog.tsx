import type { ImportJob } from '@atrium/protocol/api';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';

export function UndoImportDialog({
  open,
  onOpenChange,
  job,
  onUndo,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  job: ImportJob;
  onUndo: () => void;
}) {
  const { items, comments } = job.report;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      width="narrow"
      title="Undo the whole import?"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Keep it</Button>
          <Button variant="danger" onClick={onUndo}>
            Undo the import
          </Button>
        </>
      }
    >
      <p className="text-13 text-ink-muted">
        {items.created.toLocaleString()} work items and {comments.created.toLocaleString()} comments that it
        brought in are taken away again. What people changed since then is kept and listed in the activity.
      </p>
    </Dialog>
  );
}
