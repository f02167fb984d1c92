import { builtIn } from '@atrium/model';
import type { RecordId } from '@atrium/protocol';
import { useQuery } from '@tanstack/react-query';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { fullMomentWords } from '../../design/moment-words.ts';
import { RowsSkeleton } from '../../design/skeleton.tsx';
import { api } from '../../workspace/api-client.ts';
import { problemOf } from '../../workspace/api-problem.ts';
import { useRecord } from '../../workspace/use-records.ts';
import { useWorkspace } from '../../workspace/workspace-context.ts';
import { FieldValue } from '../conflicts/field-value.tsx';

export interface VersionDialogProps {
  recordId: RecordId;
  version: number | undefined;
  onClose: () => void;
  onCompare: (latest: number) => void;
  /** Undefined where nothing may be changed. */
  onRestore: (() => void) | undefined;
}

/** A record as it was at a version: everything that it held. */
export function VersionDialog({ recordId, version, onClose, onCompare, onRestore }: VersionDialogProps) {
  const { membership } = useWorkspace();
  const workspace = membership.tenantId;
  const asked = useQuery({
    queryKey: ['version', workspace, recordId, version],
    enabled: version !== undefined,
    queryFn: () => api.history.at({ workspace, id: recordId, version: version ?? 1 }),
    retry: false,
  });
  const { data } = asked;
  const project = useRecord(
    typeof data?.record.fields.project === 'string' ? data.record.fields.project : undefined,
  );
  const isLatest = data !== undefined && data.latestVersion === version;
  const declared = (data && builtIn.types.get(data.record.type)?.fields) ?? {};
  const shown = Object.entries(declared).filter(
    ([name, { kind }]) => kind !== 'rank' && data?.record.fields[name] !== undefined,
  );
  return (
    <Dialog
      open={version !== undefined}
      onOpenChange={(open) => !open && onClose()}
      width="wide"
      title={`Version ${version ?? ''}`}
      description={data && `As it was on ${fullMomentWords.format(new Date(data.record.updatedAt))}`}
      footer={
        data &&
        !isLatest && (
          <>
            <Button onClick={() => onCompare(data.latestVersion)}>Compare with how it is now</Button>
            {onRestore && <Button onClick={onRestore}>Restore version {version}…</Button>}
          </>
        )
      }
    >
      {asked.error ? (
        <ErrorState title="This version cannot be shown" retry={{ run: () => void asked.refetch() }}>
          {problemOf(asked.error).sentence}
        </ErrorState>
      ) : !data ? (
        <RowsSkeleton rows={5} label="Loading the version" />
      ) : (
        <dl className="grid gap-x-4 text-13 leading-5 wide:grid-cols-[128px_minmax(0,1fr)]">
          {shown.map(([name, { label }]) => (
            <div
              key={name}
              className="col-span-full grid grid-cols-subgrid border-b border-line py-2 last:border-0"
            >
              <dt className="text-12 text-ink-muted">{label}</dt>
              <dd className="min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]">
                <FieldValue
                  type={data.record.type}
                  field={name}
                  value={data.record.fields[name]}
                  project={project}
                />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Dialog>
  );
}
