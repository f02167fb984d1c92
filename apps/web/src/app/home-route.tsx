import { Navigate } from '@tanstack/react-router';
import { ErrorState } from '../design/error-state.tsx';
import { isSignedOut, problemOf } from '../workspace/api-problem.ts';
import { homeWorkspace } from '../workspace/last-workspace.ts';
import { useMe } from '../workspace/use-me.ts';
import { FrameSkeleton } from './frame-skeleton.tsx';
import { NoWorkspaceScreen } from './no-workspace-screen.tsx';

/** `/w`: to the workspace used last. */
export function HomeRoute() {
  const me = useMe();
  if (me.isError && !me.data) {
    if (isSignedOut(me.error)) return <Navigate to="/sign-in" replace />;
    return (
      <div className="h-dvh bg-surface">
        <ErrorState title="Atrium could not be opened" retry={{ run: () => void me.refetch() }}>
          {problemOf(me.error).sentence}
        </ErrorState>
      </div>
    );
  }
  if (!me.data) return <FrameSkeleton />;
  const home = homeWorkspace(me.data.workspaces);
  // What the address asks for beside the place, such as `#create`, goes along.
  if (home) {
    const hash = window.location.hash.slice(1) || undefined;
    return <Navigate to="/w/$workspace" params={{ workspace: home.slug }} hash={hash} replace />;
  }
  if (me.isError && isSignedOut(me.error)) return <Navigate to="/sign-in" replace />;
  if (me.isFetching) return <FrameSkeleton />;
  return <NoWorkspaceScreen me={me.data} />;
}
