import type { RecordState } from '@atrium/protocol';
import { EmptyState } from '../../../design/empty-state.tsx';
import { RestPicture } from '../../../design/pictures.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { useMay } from '../../../workspace/use-projects.ts';
import { ConflictNote } from '../../conflicts/conflict-note.tsx';
import { useItemEdit } from '../use-item-edit.ts';

export function ItemSkeleton() {
  return (
    <output
      aria-label="Loading the work item"
      className="mx-auto flex w-full max-w-[1080px] flex-col gap-5 px-5 pt-6 wide:px-8"
    >
      <Skeleton className="h-7 w-3/5" />
      <span className="flex flex-col gap-2.5">
        <Skeleton className="h-4 w-full" />
        <Skeleton className="h-4 w-11/12" />
        <Skeleton className="h-4 w-2/3" />
      </span>
      <Skeleton className="h-8 w-full" />
      <Skeleton className="h-20 w-full rounded-card" />
    </output>
  );
}

export function ItemMissing({ name, offline }: { name: string; offline: boolean }) {
  return (
    <EmptyState
      picture={<RestPicture />}
      title={offline ? `${name} is not on this device` : `There is no ${name} here`}
    >
      {offline
        ? 'You are offline. It opens as soon as the connection is back.'
        : 'It may have been deleted, or its project is not shared with you.'}
    </EmptyState>
  );
}

/** A deleted item is still known: it can come back. */
export function ItemDeleted({
  item,
  project,
  name,
}: {
  item: RecordState;
  project: RecordState;
  name: string;
}) {
  const edit = useItemEdit(item);
  const may = useMay('delete', 'work_item', project);
  return (
    <div className="@container flex flex-col gap-4">
      <EmptyState
        picture={<RestPicture />}
        title={`${name} was deleted`}
        action={may ? { label: 'Restore it', run: () => void edit.restore() } : undefined}
      >
        Its comments and history are kept.
      </EmptyState>
      <div className="mx-auto w-full max-w-[560px] px-5">
        <ConflictNote record={item} project={project} />
      </div>
    </div>
  );
}
