import { deactivatePerson } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { useState } from 'react';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { useSend } from '../../workspace/use-send.ts';
import { useWorkspace } from '../../workspace/workspace-context.ts';

export function LeaveDialog({
  open,
  onOpenChange,
  record,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  record: RecordState;
}) {
  const { membership } = useWorkspace();
  const send = useSend();
  const [busy, setBusy] = useState(false);
  const leave = async () => {
    setBusy(true);
    const { receipt } = send(deactivatePerson(record));
    const outcome = await receipt.done;
    setBusy(false);
    // With a fresh page: what this workspace showed is not this person's any more.
    if (outcome.kind === 'committed') window.location.assign('/w');
    else onOpenChange(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      width="narrow"
      title={`Leave ${membership.name}?`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Stay</Button>
          <Button variant="danger" busy={busy} onClick={() => void leave()}>
            Leave workspace
          </Button>
        </>
      }
    >
      <p className="text-13 text-ink-muted">
        What you wrote and did stays under your name. To come back, an admin has to let you in again.
      </p>
    </Dialog>
  );
}
