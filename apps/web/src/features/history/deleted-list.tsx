import { builtIn } from '@atrium/model';
import type { DeletedRecord } from '@atrium/protocol/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { Avatar } from '../../design/avatar.tsx';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { RestPicture } from '../../design/pictures.tsx';
import { RelativeTime } from '../../design/relative-time.tsx';
import { RowsSkeleton } from '../../design/skeleton.tsx';
import { api } from '../../workspace/api-client.ts';
import { problemOf } from '../../workspace/api-problem.ts';
import { useObservable } from '../../workspace/use-observable.ts';
import { useClient, useWorkspace } from '../../workspace/workspace-context.ts';
import type { HistorySubject } from './history-subject.ts';
import { wayWords } from './history-words.ts';
import { RestoreDialog, type Restoring } from './restore-dialog.tsx';
import { useMayRestore } from './use-may-restore.ts';

/** What was deleted and can come back, the newest first. */
export function DeletedList({ subject }: { subject: HistorySubject }) {
  const { membership } = useWorkspace();
  const workspace = membership.tenantId;
  const mayRestore = useMayRestore();
  const may = ({ record: { id, type, fields } }: DeletedRecord) =>
    mayRestore({
      recordId: id,
      recordType: type,
      projectId: typeof fields.project === 'string' ? fields.project : null,
    });
  const [restoring, setRestoring] = useState<Restoring>();
  // Asked again whenever all that was done here is in the log.
  const { unsent } = useObservable(useClient().status);
  const settled = unsent === 0;
  const asked = useInfiniteQuery({
    queryKey: ['deleted', workspace, subject.kind, subject.id, settled],
    queryFn: ({ pageParam: cursor }) =>
      subject.kind === 'project'
        ? api.history.deletedInProject({ workspace, id: subject.id, cursor })
        : api.history.deletedInWorkspace({ workspace, cursor }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
    placeholderData: (before) => before,
    staleTime: 0,
    refetchInterval: 20_000,
  });
  if (asked.error && !asked.data) {
    const { code, sentence } = problemOf(asked.error);
    return (
      <ErrorState
        title={code === undefined ? 'What was deleted is on the server' : 'This cannot be shown'}
        retry={{ run: () => void asked.refetch() }}
      >
        {sentence}
      </ErrorState>
    );
  }
  if (!asked.data) return <RowsSkeleton rows={6} label="Loading what was deleted" />;
  const records = asked.data.pages.flatMap((page) => page.records);
  return (
    <>
      {records.length === 0 ? (
        <EmptyState picture={<RestPicture />} title="Nothing is deleted">
          What somebody deletes waits here, for as long as you like.
        </EmptyState>
      ) : (
        <ul aria-label="Recently deleted" className="divide-y divide-line py-2">
          {records.map((deleted) => (
            <DeletedRow
              key={deleted.record.id}
              deleted={deleted}
              onRestore={may(deleted) ? setRestoring : undefined}
            />
          ))}
        </ul>
      )}
      {asked.hasNextPage && (
        <Button
          variant="ghost"
          size="small"
          busy={asked.isFetchingNextPage}
          onClick={() => void asked.fetchNextPage()}
        >
          Show more
        </Button>
      )}
      <RestoreDialog restoring={restoring} onClose={() => setRestoring(undefined)} />
    </>
  );
}

interface DeletedRowProps {
  deleted: DeletedRecord;
  /** Undefined where I may not. */
  onRestore: ((restoring: Restoring) => void) | undefined;
}

function DeletedRow({ deleted, onRestore }: DeletedRowProps) {
  const { record, key, title, personId, personName, deletedAt, along } = deleted;
  const label = builtIn.types.get(record.type)?.label ?? record.type;
  const name = title || label;
  const way = wayWords({ ...deleted, source: null });
  const restoring = {
    recordId: record.id,
    title: `Restore ${key ?? label.toLowerCase()}`,
    done: `${key ?? label} is back`,
  };
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 py-2 pl-2">
      <div className="min-w-0 flex-1 basis-60">
        <p className="text-13 [overflow-wrap:anywhere]">
          <span className="text-ink-muted">{label} </span>
          {key && <span className="font-mono text-12 text-ink-muted">{key} </span>}
          <span className="font-medium">{name}</span>
        </p>
        <p className="flex flex-wrap items-center gap-x-1.5 text-12 text-ink-muted">
          <Avatar person={{ id: personId, name: personName }} />
          {personName} deleted it <RelativeTime at={deletedAt} />
          {way && <span className="text-ink-faint">· {way}</span>}
          {along.length > 0 && (
            <span className="text-ink-faint" title={along.map(({ title: other }) => other).join('\n')}>
              · with {along.length === 1 ? 'one other' : `${along.length} others`}
            </span>
          )}
        </p>
      </div>
      {onRestore && (
        <span className="flex gap-2">
          {along.length > 0 && (
            <Button
              size="small"
              onClick={() =>
                onRestore({
                  ...restoring,
                  along: along.map(({ id }) => id),
                  title: `${restoring.title} and what was deleted with it`,
                  done: `${key ?? label} and ${along.length === 1 ? 'one other' : `${along.length} others`} are back`,
                })
              }
            >
              Restore all {along.length + 1}…
            </Button>
          )}
          <Button
            size="small"
            icon={<RotateCcw />}
            aria-label={`Restore ${name}`}
            onClick={() => onRestore(restoring)}
          >
            Restore…
          </Button>
        </span>
      )}
    </li>
  );
}
