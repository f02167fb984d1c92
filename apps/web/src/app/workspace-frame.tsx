import { Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { House } from 'lucide-react';
import { AppShell } from '../shell/app-shell.tsx';
import type { NavItem } from '../shell/navigation.ts';

/** Gives the shell its data. */
export function WorkspaceFrame() {
  const { workspace } = useParams({ from: '/w/$workspace' });
  const navigate = useNavigate();
  const places: NavItem[] = [{ id: 'home', label: 'Home', href: `/w/${workspace}`, icon: <House /> }];
  return (
    <AppShell
      workspace={{ id: workspace, name: workspace }}
      workspaces={[{ id: workspace, name: workspace }]}
      onSwitchWorkspace={() => undefined}
      sections={[
        { id: 'places', items: places },
        { id: 'projects', label: 'Projects', items: [], empty: 'No projects yet.' },
      ]}
      bottom={places}
      user={{ id: 'nobody', name: 'Not signed in', email: '' }}
      onSignOut={() => void navigate({ to: '/' })}
    >
      <Outlet />
    </AppShell>
  );
}
