import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ErrorState } from '../design/error-state.tsx';
import { isSignedOut, problemOf } from '../workspace/api-problem.ts';
import { rememberWorkspace } from '../workspace/last-workspace.ts';
import { useMe } from '../workspace/use-me.ts';
import { WorkspaceProvider } from '../workspace/workspace-provider.tsx';
import { FrameSkeleton } from './frame-skeleton.tsx';
import { NoWorkspaceScreen } from './no-workspace-screen.tsx';
import { NotAMemberScreen } from './not-a-member-screen.tsx';
import { useFollowSignOut } from './sign-out.ts';
import { ToSignIn } from './to-sign-in.tsx';
import { WorkspaceShell } from './workspace-shell.tsx';

/** Finds out who is here and in which workspace, then opens it. */
export function WorkspaceFrame() {
  const { workspace: slug } = useParams({ from: '/w/$workspace' });
  const me = useMe();
  const membership = me.data?.workspaces.find((workspace) => workspace.slug === slug);
  useEffect(() => {
    if (membership) rememberWorkspace(membership.slug);
  }, [membership]);

  useFollowSignOut();

  // Someone who was in stays in, also without a server; whether that is right is found out inside.
  if (me.isError && !me.data) {
    if (isSignedOut(me.error)) return <ToSignIn />;
    return (
      <div className="h-dvh bg-surface">
        <ErrorState title="The workspace could not be opened" retry={{ run: () => void me.refetch() }}>
          {problemOf(me.error).sentence}
        </ErrorState>
      </div>
    );
  }
  if (!me.data) return <FrameSkeleton />;
  if (!membership) {
    if (me.isError && isSignedOut(me.error)) return <ToSignIn />;
    // Perhaps joined or created a moment ago.
    if (me.isFetching) return <FrameSkeleton />;
    if (me.data.workspaces.length === 0) return <NoWorkspaceScreen me={me.data} />;
    return <NotAMemberScreen me={me.data} slug={slug} />;
  }
  return (
    <WorkspaceProvider
      key={membership.tenantId}
      me={me.data}
      membership={membership}
      opening={<FrameSkeleton />}
    >
      <WorkspaceShell />
    </WorkspaceProvider>
  );
}
