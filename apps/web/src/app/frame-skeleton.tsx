import { Skeleton } from '../design/skeleton.tsx';
import { useSidebarState } from '../shell/sidebar-state.ts';

/** The shape of the frame while the workspace opens, so that nothing moves when it is there. */
export function FrameSkeleton() {
  const [sidebarOpen] = useSidebarState();
  return (
    <output aria-label="Opening the workspace" className="flex h-dvh overflow-hidden bg-canvas">
      {sidebarOpen && (
        <span className="flex w-(--size-sidebar) shrink-0 flex-col gap-1 px-2 max-wide:hidden">
          <span className="flex h-11 items-center gap-2.5 px-2">
            <Skeleton className="size-5" />
            <Skeleton className="h-3 w-24" />
          </span>
          <Skeleton className="mb-3 mt-1 h-8 w-full rounded-control" />
          {['w-20', 'w-24', 'w-16'].map((width) => (
            <Row key={width} width={width} />
          ))}
          <span className="mt-6 flex flex-col gap-1">
            {['w-28', 'w-20', 'w-24'].map((width) => (
              <Row key={width} width={width} />
            ))}
          </span>
        </span>
      )}
      <span
        className={`flex min-w-0 flex-1 flex-col bg-surface ${sidebarOpen ? 'wide:my-1.5 wide:mr-1.5 wide:rounded-card wide:border wide:border-line' : ''}`}
      >
        <span className="flex h-(--size-topbar) shrink-0 items-center border-b border-line px-3">
          <Skeleton className="h-3 w-28" />
        </span>
        <span className="flex-1" />
      </span>
    </output>
  );
}

function Row({ width }: { width: string }) {
  return (
    <span className="flex h-8 items-center gap-2.5 px-2">
      <Skeleton className="size-4" />
      <Skeleton className={`h-3 ${width}`} />
    </span>
  );
}
