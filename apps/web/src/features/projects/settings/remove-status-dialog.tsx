import type { Status } from '@atrium/model';
import { useState } from 'react';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { Picker } from '../../../design/picker.tsx';
import { PickerButton } from '../../../design/picker-button.tsx';
import { StatusIcon } from '../../../design/status-icon.tsx';

/** Items still have the status: where shall they go? */
export function RemoveStatusDialog({
  status,
  count,
  others,
  onClose,
  onRemove,
}: {
  status: Status | undefined;
  count: number;
  others: readonly Status[];
  onClose: () => void;
  onRemove: (status: Status, target: string) => void;
}) {
  const [chosen, setChosen] = useState<string>();
  const target =
    others.find(({ id }) => id === chosen) ??
    others.find(({ category }) => category === status?.category) ??
    others[0];
  return (
    <Dialog
      open={status !== undefined}
      onOpenChange={(open) => !open && onClose()}
      width="narrow"
      title={`Remove ${status?.name ?? 'status'}`}
      description={`${count === 1 ? '1 item has' : `${count} items have`} this status. Say where ${count === 1 ? 'it goes' : 'they go'}.`}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="primary" onClick={() => status && target && onRemove(status, target.id)}>
            Move and remove
          </Button>
        </>
      }
    >
      <Picker
        label="Move to"
        value={target?.id}
        items={others.map(({ id, name, category }) => ({
          value: id,
          label: name,
          icon: <StatusIcon category={category} />,
        }))}
        onChange={setChosen}
        trigger={
          <PickerButton
            boxed
            className="w-full"
            icon={target && <StatusIcon category={target.category} />}
            aria-label={`Move to: ${target?.name ?? ''}`}
          >
            {target?.name}
          </PickerButton>
        }
      />
    </Dialog>
  );
}
