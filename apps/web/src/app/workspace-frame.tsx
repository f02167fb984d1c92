import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { Download, FolderKanban, House, Users } from 'lucide-react';
import { AppShell } from '../shell/app-shell.tsx';
import type { NavItem } from '../shell/navigation.ts';
import { NotFound } from '../shell/not-found.tsx';
import { api } from '../workspace/api-client.ts';
import { useMyself } from '../workspace/use-people.ts';
import { useProjects } from '../workspace/use-projects.ts';
import { useWorkspace } from '../workspace/workspace-context.ts';
import { WorkspaceProvider } from '../workspace/workspace-provider.tsx';

/** Finds out who is here and in which workspace, then gives the shell its data. */
export function WorkspaceFrame() {
  const { workspace: slug } = useParams({ from: '/w/$workspace' });
  const me = useQuery({ queryKey: ['me'], queryFn: () => api.auth.me() });
  if (me.isPending) return null;
  if (me.isError) return <Navigate to="/sign-in" search={{ next: window.location.pathname }} />;
  const membership = me.data.workspaces.find((workspace) => workspace.slug === slug);
  if (!membership) return <NotFound />;
  return (
    <WorkspaceProvider key={membership.tenantId} me={me.data} membership={membership} opening={null}>
      <Frame />
    </WorkspaceProvider>
  );
}

function Frame() {
  const { me, membership } = useWorkspace();
  const navigate = useNavigate();
  const projects = useProjects();
  const myself = useMyself();
  const base = `/w/${membership.slug}`;
  const places: NavItem[] = [
    { id: 'home', label: 'Projects', href: base, icon: <House /> },
    { id: 'members', label: 'Members', href: `${base}/members`, icon: <Users /> },
    { id: 'import', label: 'Import', href: `${base}/import`, icon: <Download /> },
  ];
  return (
    <AppShell
      workspace={{ id: membership.slug, name: membership.name }}
      workspaces={me.workspaces.map(({ slug, name }) => ({ id: slug, name }))}
      onSwitchWorkspace={(slug) => void navigate({ to: '/w/$workspace', params: { workspace: slug } })}
      sections={[
        { id: 'places', items: places },
        {
          id: 'projects',
          label: 'Projects',
          items: projects.map((project) => ({
            id: project.id,
            label: String(project.fields.name),
            href: `${base}/p/${String(project.fields.key)}/board`,
            icon: <FolderKanban />,
          })),
          empty: 'No projects yet.',
        },
      ]}
      bottom={places}
      user={{ id: myself.id, name: myself.name, email: me.email }}
      onSignOut={() => void navigate({ to: '/' })}
    >
      <Outlet />
    </AppShell>
  );
}
