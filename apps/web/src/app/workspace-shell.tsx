import { WORKSPACE_SCOPE } from '@atrium/model';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { Download, History, House, LogOut, MonitorDown, Plus, Users } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { ConflictDialog } from '../features/conflicts/conflict-dialog.tsx';
import { ConflictVoice } from '../features/conflicts/conflict-voice.tsx';
import { CreateWorkItemDialog } from '../features/item/create-work-item-dialog.tsx';
import { CreateProjectDialog } from '../features/projects/create-project-dialog.tsx';
import { ProjectMark } from '../features/projects/project-mark.tsx';
import { useRecordSearch } from '../features/search/use-record-search.tsx';
import { canInstall, installApp } from '../offline/install-app.ts';
import { AppShell } from '../shell/app-shell.tsx';
import { ErrorBoundary } from '../shell/error-boundary.tsx';
import type { NavItem } from '../shell/navigation.ts';
import { type FrameActions, FrameActionsContext, useFrameActions } from '../workspace/frame-actions.ts';
import { useObservable } from '../workspace/use-observable.ts';
import { useMyself } from '../workspace/use-people.ts';
import { useMay, useProjects } from '../workspace/use-projects.ts';
import { useRecord, useScope } from '../workspace/use-records.ts';
import { useWorkspacePaths } from '../workspace/use-workspace-paths.ts';
import { useClient, useWorkspace } from '../workspace/workspace-context.ts';
import { ConnectionFoot, ConnectionStatus } from './connection-foot.tsx';
import { ConnectionPanel } from './connection-panel.tsx';
import { CreateWorkspaceDialog } from './create-workspace-dialog.tsx';
import { FrameBanner } from './frame-banner.tsx';
import { RemovedScreen } from './removed-screen.tsx';
import { SignInAgainDialog } from './sign-in-again-dialog.tsx';
import { useSignOut } from './sign-out-dialog.tsx';
import { ToSignIn } from './to-sign-in.tsx';
import { useFrameKeys } from './use-frame-keys.tsx';
import { usePageTitle } from './use-page-title.ts';
import { WorkspaceVoice } from './workspace-voice.tsx';

type Opened = 'project' | 'workspace' | 'connection' | 'sign-in' | 'item' | 'conflicts';

/** Gives the shell its data, and holds what opens over every screen. */
export function WorkspaceShell() {
  const [opened, setOpened] = useState<Opened>();
  const [conflict, setConflict] = useState<string>();
  useAskedFor(setOpened);
  const actions = useMemo<FrameActions>(
    () => ({
      createProject: () => setOpened('project'),
      createWorkspace: () => setOpened('workspace'),
      showConnection: () => setOpened('connection'),
      signInAgain: () => setOpened('sign-in'),
      settleConflicts: (recordId) => {
        setConflict(recordId);
        setOpened('conflicts');
      },
    }),
    [],
  );
  const dialog = (name: Opened) => ({
    open: opened === name,
    onOpenChange: (open: boolean) => setOpened(open ? name : undefined),
  });
  const { connection, unsent, attention } = useObservable(useClient().status);
  const wasLive = useEver(connection === 'live');
  if (connection === 'forbidden') return <RemovedScreen />;
  // The session ended since the last visit: nothing waits to be sent, so nothing is hidden from anyone.
  if (connection === 'unauthenticated' && !wasLive && unsent + attention === 0) return <ToSignIn />;
  return (
    <FrameActionsContext value={actions}>
      <WorkspaceVoice />
      <FilledShell />
      <CreateProjectDialog {...dialog('project')} />
      <CreateWorkspaceDialog {...dialog('workspace')} />
      <CreateWorkItemDialog {...dialog('item')} />
      <ConnectionPanel {...dialog('connection')} />
      <SignInAgainDialog {...dialog('sign-in')} />
      <ConflictDialog {...dialog('conflicts')} recordId={conflict} />
      <ConflictVoice />
    </FrameActionsContext>
  );
}

/** The app's shortcut "Create work item" leads to `#create`, once. */
function useAskedFor(open: (what: Opened) => void): void {
  useEffect(() => {
    const { hash, pathname, search } = window.location;
    if (hash !== '#create') return;
    window.history.replaceState(window.history.state, '', pathname + search);
    open('item');
  }, [open]);
}

/** Whether it has been so since the component is there. */
function useEver(so: boolean): boolean {
  const [ever, setEver] = useState(so);
  if (so && !ever) setEver(true);
  return so || ever;
}

const STATUS = <ConnectionStatus small />;

function FilledShell() {
  const { me, membership } = useWorkspace();
  const navigate = useNavigate();
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const scope = useScope(WORKSPACE_SCOPE);
  const paths = useWorkspacePaths();
  const projects = useProjects();
  const myself = useMyself();
  const name = String(useRecord(membership.tenantId)?.fields.name ?? membership.name);
  const mayCreate = useMay('manage', 'project');
  const signOut = useSignOut();
  const installable = useObservable(canInstall);
  const searchRecords = useRecordSearch();
  const { createProject, createWorkspace } = useFrameActions();
  usePageTitle(name);
  useFrameKeys();

  const places: NavItem[] = [
    { id: 'home', label: 'Projects', href: paths.home, icon: <House />, keys: 'g h' },
    { id: 'members', label: 'Members', href: paths.members, icon: <Users />, keys: 'g m' },
    { id: 'import', label: 'Import', href: paths.import, icon: <Download /> },
    { id: 'history', label: 'History', href: paths.changes, icon: <History /> },
  ];
  return (
    <AppShell
      workspace={{ id: membership.slug, name }}
      workspaces={me.workspaces.map((other) => ({
        id: other.slug,
        name: other.slug === membership.slug ? name : other.name,
      }))}
      onSwitchWorkspace={(slug) => void navigate({ to: '/w/$workspace', params: { workspace: slug } })}
      workspaceMenu={[{ label: 'Create workspace', icon: <Plus />, run: createWorkspace }]}
      sections={[
        { id: 'places', items: places },
        {
          id: 'projects',
          label: 'Projects',
          items: projects.map((project) => ({
            id: project.id,
            label: String(project.fields.name),
            href: paths.project(String(project.fields.key)),
            icon: <ProjectMark project={project} />,
            within: true,
          })),
          empty: scope.kind === 'loading' ? 'Loading projects' : 'No projects yet.',
          ...(mayCreate && { add: { label: 'Create project', run: createProject } }),
        },
      ]}
      bottom={places}
      searchRecords={searchRecords}
      banner={<FrameBanner />}
      foot={<ConnectionFoot />}
      status={STATUS}
      user={{ id: myself.id, name: myself.role ? myself.name : me.name, email: me.email }}
      userMenu={[
        ...(installable
          ? [{ label: 'Install as an app', icon: <MonitorDown />, run: () => void installApp() }]
          : []),
        { label: 'Sign out everywhere', icon: <LogOut />, run: () => signOut.ask('everywhere') },
      ]}
      onSignOut={() => signOut.ask('here')}
    >
      <ErrorBoundary resetKey={pathname}>
        <Outlet />
      </ErrorBoundary>
      {signOut.dialog}
    </AppShell>
  );
}
