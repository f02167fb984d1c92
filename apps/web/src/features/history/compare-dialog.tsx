import type { RecordId } from '@atrium/protocol';
import type { FieldChange } from '@atrium/protocol/api';
import { useQuery } from '@tanstack/react-query';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { momentWords } from '../../design/moment-words.ts';
import { RowsSkeleton } from '../../design/skeleton.tsx';
import { api } from '../../workspace/api-client.ts';
import { problemOf } from '../../workspace/api-problem.ts';
import { useWorkspace } from '../../workspace/workspace-context.ts';
import { ChangedText, Empty } from '../conflicts/changed-text.tsx';

export interface CompareDialogProps {
  recordId: RecordId;
  versions: { readonly from: number; readonly to: number } | undefined;
  onClose: () => void;
  /** Undefined where nothing may be changed. */
  onRestore: ((version: number, fields?: readonly FieldChange[]) => void) | undefined;
}

/** Two versions side by side, field by field. */
export function CompareDialog({ recordId, versions, onClose, onRestore }: CompareDialogProps) {
  const { membership } = useWorkspace();
  const workspace = membership.tenantId;
  const asked = useQuery({
    queryKey: ['compare', workspace, recordId, versions],
    enabled: versions !== undefined,
    queryFn: () => api.history.compare({ workspace, id: recordId, from: 0, to: 0, ...versions }),
    retry: false,
  });
  const { data } = asked;
  return (
    <Dialog
      open={versions !== undefined}
      onOpenChange={(open) => !open && onClose()}
      width="full"
      title={versions ? `Version ${versions.from} and version ${versions.to}` : ''}
      footer={
        versions &&
        onRestore && (
          <Button disabled={!data || data.fields.length === 0} onClick={() => onRestore(versions.from)}>
            Restore version {versions.from}…
          </Button>
        )
      }
    >
      {asked.error ? (
        <ErrorState title="These versions cannot be compared" retry={{ run: () => void asked.refetch() }}>
          {problemOf(asked.error).sentence}
        </ErrorState>
      ) : !data ? (
        <RowsSkeleton rows={4} label="Comparing" />
      ) : (
        <>
          <div className={`${ROW} sticky -top-2 z-sticky border-b border-line bg-raised py-1.5`}>
            <span />
            <Side version={data.from} />
            <Side version={data.to} />
          </div>
          {data.fields.length === 0 && (
            <p className="py-4 text-13 text-ink-muted">These two versions hold the same.</p>
          )}
          {data.fields.map((change) => (
            <Compared
              key={change.field}
              change={change}
              onRestore={versions && onRestore && (() => onRestore(versions.from, [change]))}
            />
          ))}
        </>
      )}
    </Dialog>
  );
}

const ROW =
  'grid gap-x-4 gap-y-1 wide:grid-cols-[112px_minmax(0,1fr)_minmax(0,1fr)] max-wide:grid-cols-2 [&>:first-child]:max-wide:col-span-2';

interface SideProps {
  version: { version: number; at: string; personName: string; deleted: boolean };
}

function Side({ version: { version, at, personName, deleted } }: SideProps) {
  return (
    <p className="min-w-0 text-12 text-ink-muted">
      <span className="font-semibold text-ink">Version {version}</span>
      {deleted && ' (deleted)'} · {personName} · <time dateTime={at}>{momentWords.format(new Date(at))}</time>
    </p>
  );
}

function Compared({ change, onRestore }: { change: FieldChange; onRestore: (() => void) | undefined }) {
  const { label, oldText, newText, kind } = change;
  const long = kind === 'longText' || oldText.length + newText.length > 160;
  return (
    <section
      aria-label={label}
      className={`${ROW} group/field border-b border-line py-2.5 text-13 last:border-0`}
    >
      <h3 className="flex items-start gap-2 text-12 text-ink-muted wide:flex-col wide:gap-0.5">
        <span>{label}</span>
        {onRestore && (
          <Button
            variant="ghost"
            size="small"
            className="-my-1 wide:-ml-2 wide:my-0"
            aria-label={`Restore ${label.toLowerCase()}`}
            onClick={onRestore}
          >
            Restore…
          </Button>
        )}
      </h3>
      {long ? (
        <>
          {/* What went is marked at the left, what came at the right. */}
          <ChangedText from={newText} to={oldText} removed={false} />
          <ChangedText from={oldText} to={newText} removed={false} />
        </>
      ) : (
        <>
          <span className="[overflow-wrap:anywhere]">{oldText || <Empty />}</span>
          <span className="font-medium [overflow-wrap:anywhere]">{newText || <Empty />}</span>
        </>
      )}
    </section>
  );
}
