import { restoreDeleted, restoreVersion } from '@atrium/model';
import type { RecordId } from '@atrium/protocol';
import type { HistoryPreview } from '@atrium/protocol/api';
import { useQuery } from '@tanstack/react-query';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { RowsSkeleton } from '../../design/skeleton.tsx';
import { api } from '../../workspace/api-client.ts';
import { problemOf } from '../../workspace/api-problem.ts';
import { useSend } from '../../workspace/use-send.ts';
import { useClient, useWorkspace } from '../../workspace/workspace-context.ts';
import { FieldChangeRow } from './field-change-row.tsx';

/** What is to come back. Without a version: a deleted record as it is. */
export interface Restoring {
  readonly recordId: RecordId;
  /** The dialog's title: "Put back the status". */
  readonly title: string;
  readonly done: string;
  readonly version?: number;
  readonly fields?: readonly string[];
  readonly along?: readonly RecordId[];
}

export interface RestoreDialogProps {
  restoring: Restoring | undefined;
  onClose: () => void;
  onRestored?: () => void;
}

/** Shows what restoring would change, and does it when told so. */
export function RestoreDialog({ restoring, onClose, onRestored }: RestoreDialogProps) {
  const { asked, preview } = usePreview(restoring);
  const { store } = useClient();
  const send = useSend();
  const problem = asked.error ? problemOf(asked.error).sentence : preview?.refusal?.message;
  const nothing = preview !== undefined && !preview.refusal && preview.records.length === 0;
  const restore = () => {
    if (!restoring || !asked.data) return;
    const { recordId, version, fields, along } = restoring;
    const record = { id: recordId, version: store.get(recordId)?.version ?? asked.data.latest };
    send(
      version === undefined
        ? restoreDeleted(record, { along: [...(along ?? [])] })
        : restoreVersion(record, { version, ...(fields && { fields: [...fields] }) }),
      restoring.done,
    );
    onClose();
    onRestored?.();
  };
  return (
    <Dialog
      open={restoring !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={restoring?.title ?? ''}
      description="This is what will change. It is a change like any other, and can be undone."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={preview === undefined || problem !== undefined || nothing}
            onClick={restore}
          >
            Restore
          </Button>
        </>
      }
    >
      {problem !== undefined ? (
        <p role="alert" className="rounded-control bg-late-wash px-3 py-2 text-13 text-late">
          {problem}
        </p>
      ) : preview === undefined ? (
        <RowsSkeleton rows={2} label="Looking at what will change" />
      ) : nothing && preview.left.length === 0 ? (
        <p className="text-13 text-ink-muted">Nothing would change: it is like that already.</p>
      ) : (
        <Foreseen preview={preview} />
      )}
    </Dialog>
  );
}

function usePreview(restoring: Restoring | undefined) {
  const { membership } = useWorkspace();
  const workspace = membership.tenantId;
  const asked = useQuery({
    queryKey: ['restore-preview', workspace, restoring],
    enabled: restoring !== undefined,
    staleTime: 0,
    gcTime: 0,
    retry: false,
    queryFn: async () => {
      const { recordId: id, version, fields, along } = restoring ?? { recordId: '' };
      const [preview, { latestVersion }] = await Promise.all([
        api.history.previewRestore({
          workspace,
          id,
          version,
          fields: fields && [...fields],
          along: along && [...along],
        }),
        api.history.at({ workspace, id, version: version ?? 1 }),
      ]);
      return { preview, latest: latestVersion };
    },
  });
  return { asked, preview: asked.data?.preview };
}

const CHANGES = { created: 'is created', changed: '', deleted: 'is deleted', restored: 'comes back' };

function Foreseen({ preview: { records, left, names } }: { preview: HistoryPreview }) {
  return (
    <div className="flex flex-col gap-4">
      {records.map((record) => (
        <section key={record.recordId} aria-label={record.title}>
          <h3 className="pb-1 text-13 font-medium [overflow-wrap:anywhere]">
            {record.title} <span className="font-normal text-ink-muted">{CHANGES[record.change]}</span>
          </h3>
          {record.fields.map((change) => (
            <FieldChangeRow key={change.field} change={change} names={names} />
          ))}
        </section>
      ))}
      {left.length > 0 && (
        <section aria-label="What cannot come back" className="rounded-control bg-sunken px-3 py-2">
          <h3 className="text-13 font-medium">What cannot come back</h3>
          <p className="pb-1 text-12 text-ink-muted">It refers to something that was deleted since.</p>
          {left.map((change) => (
            <FieldChangeRow key={change.field} change={{ ...change, oldText: '' }} names={names} />
          ))}
        </section>
      )}
    </div>
  );
}
