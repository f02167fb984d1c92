import {
  Building2,
  CircleUser,
  Folder,
  Funnel,
  House,
  Inbox,
  ListChecks,
  Plus,
  Rows3,
  Settings,
  SquareKanban,
  X,
} from 'lucide-react';
import { useState } from 'react';
import { AvatarStack } from '../design/avatar.tsx';
import { Button } from '../design/button.tsx';
import { ConnectionPill } from '../design/connection-pill.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { SidePanel } from '../design/side-panel.tsx';
import { StatusIcon } from '../design/status-icon.tsx';
import { useShortcuts } from '../design/use-shortcuts.ts';
import { AppShell } from '../shell/app-shell.tsx';
import type { NavItem } from '../shell/navigation.ts';
import { Page } from '../shell/page.tsx';
import { GalleryList } from './gallery-list.tsx';
import { PEOPLE } from './gallery-parts.tsx';

const nothing = () => undefined;

const PLACES: NavItem[] = [
  { id: 'home', label: 'Home', href: '/gallery/shell', icon: <House /> },
  { id: 'inbox', label: 'Inbox', href: '/gallery/inbox', icon: <Inbox />, count: 3 },
  { id: 'mine', label: 'My work', href: '/gallery/mine', icon: <ListChecks /> },
];
const PROJECTS: NavItem[] = ['Website relaunch', 'Mobile app', 'Data platform with a very long name'].map(
  (label, index) => ({ id: label, label, href: `/gallery/project-${index}`, icon: <Folder /> }),
);

export function GalleryShell() {
  const [peek, setPeek] = useState<string | undefined>();
  useShortcuts([
    { keys: 'c', label: 'Create work item', group: 'Work items', run: nothing },
    { keys: 's', label: 'Change status', group: 'Work items', run: nothing },
    { keys: 'a', label: 'Assign', group: 'Work items', run: nothing },
    { keys: 'g b', label: 'Go to the board', group: 'Go', run: nothing },
    { keys: 'g l', label: 'Go to the list', group: 'Go', run: nothing },
  ]);
  return (
    <AppShell
      workspace={{ id: 'acme', name: 'Acme' }}
      workspaces={[
        { id: 'acme', name: 'Acme' },
        { id: 'side', name: 'Side project' },
      ]}
      onSwitchWorkspace={nothing}
      workspaceMenu={[
        { label: 'Settings', icon: <Settings />, keys: 'g s', run: nothing },
        { label: 'Create workspace', icon: <Building2 />, run: nothing },
      ]}
      sections={[
        { id: 'places', items: PLACES },
        {
          id: 'projects',
          label: 'Projects',
          items: PROJECTS,
          add: { label: 'Create project', keys: 'n p', run: nothing },
        },
      ]}
      bottom={[
        ...PLACES,
        { id: 'project', label: 'Project', href: '/gallery/board', icon: <SquareKanban /> },
      ]}
      user={{ id: 'person-0-12', name: 'Ada Lovelace', email: 'ada@example.org' }}
      userMenu={[{ label: 'Profile', icon: <CircleUser />, run: nothing }]}
      onSignOut={nothing}
    >
      <Page
        breadcrumb={[
          { id: 'projects', label: 'Projects', href: '/gallery' },
          { id: 'project', label: 'Website relaunch', icon: <Folder /> },
        ]}
        tabs={[
          { id: 'list', label: 'List', href: '/gallery/shell', icon: <Rows3 />, keys: 'g l' },
          { id: 'board', label: 'Board', href: '/gallery/board', icon: <SquareKanban />, keys: 'g b' },
        ]}
        filters={
          <Button variant="ghost" size="small" icon={<Funnel />}>
            Filter
          </Button>
        }
        presence={
          <>
            <ConnectionPill state="connected" unsent={0} />
            <AvatarStack people={PEOPLE.slice(1, 4)} here />
          </>
        }
        actions={
          <Button variant="primary" size="small" keys="c" icon={<Plus />}>
            New
          </Button>
        }
        panel={
          peek && (
            <SidePanel label={peek} onClose={() => setPeek(undefined)}>
              <div className="flex h-11 items-center gap-2 border-b border-line px-4">
                <span className="font-mono text-12 text-ink-muted">ATR-{peek}</span>
                <IconButton
                  label="Close"
                  keys="Escape"
                  icon={<X />}
                  className="ml-auto"
                  onClick={() => setPeek(undefined)}
                />
              </div>
              <div className="flex flex-col gap-3 p-5">
                <h1 className="text-20 font-semibold">Let people keep working without a network</h1>
                <p className="flex items-center gap-2 text-ink-muted">
                  <StatusIcon category="doing" /> In progress
                </p>
              </div>
            </SidePanel>
          )
        }
      >
        <GalleryList onPeek={setPeek} />
      </Page>
    </AppShell>
  );
}
