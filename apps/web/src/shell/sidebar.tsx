import { ChevronsUpDown, Keyboard, LogOut, Monitor, Moon, PanelLeft, Plus, Search, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { Avatar, type Person } from '../design/avatar.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { Kbd } from '../design/kbd.tsx';
import { Logo } from '../design/logo.tsx';
import { Menu } from '../design/menu.tsx';
import type { MenuEntry } from '../design/menu-items.ts';
import { type ThemeChoice, useTheme } from '../design/theme.ts';
import { AppLink } from './app-link.tsx';
import type { NavItem, NavSection, WorkspaceChoice } from './navigation.ts';
import { useShell } from './shell-context.ts';

export interface SidebarProps {
  workspace: WorkspaceChoice;
  workspaces: readonly WorkspaceChoice[];
  onSwitchWorkspace: (id: string) => void;
  /** More entries for the workspace menu: settings, members, create workspace. */
  workspaceMenu?: readonly MenuEntry[];
  sections: readonly NavSection[];
  user: Person & { email: string };
  /** More entries for the user menu: profile, preferences. */
  userMenu?: readonly MenuEntry[];
  onSignOut: () => void;
  /** At the foot, above the user: the connection pill. */
  foot?: ReactNode;
  /** Called after a link was followed; the sheet on a phone closes. */
  onFollow?: () => void;
}

const row =
  'flex h-8 w-full items-center gap-2.5 rounded-control px-2 text-left text-13 font-medium text-ink-muted transition-colors hover:bg-hover hover:text-ink aria-[current=page]:bg-pressed/70 aria-[current=page]:text-ink data-[state=open]:bg-hover ring-inside [&>svg]:size-4 [&>svg]:shrink-0';

export function Sidebar(props: SidebarProps) {
  const shell = useShell();
  return (
    <div className="flex h-full min-h-0 flex-col bg-canvas">
      <div className="flex h-11 shrink-0 items-center gap-1 px-2">
        <Menu items={workspaceEntries(props)}>
          <button type="button" className={`${row} min-w-0 flex-1 font-semibold text-ink`}>
            <Logo />
            <span className="min-w-0 flex-1 truncate">{props.workspace.name}</span>
            <ChevronsUpDown className="text-ink-faint" aria-hidden="true" />
          </button>
        </Menu>
        <IconButton
          label="Hide sidebar"
          keys="["
          icon={<PanelLeft />}
          onClick={props.onFollow ?? shell.toggleSidebar}
        />
      </div>
      <div className="px-2 pb-1 pt-1">
        <button
          type="button"
          onClick={shell.openPalette}
          className="flex h-8 w-full items-center gap-2.5 rounded-control border border-line-strong bg-raised px-2 text-13 text-ink-faint transition-colors hover:border-control hover:text-ink-muted"
        >
          <Search className="size-4 shrink-0" aria-hidden="true" />
          <span className="flex-1 text-left">Search or do</span>
          <Kbd keys="$mod+k" />
        </button>
      </div>
      <nav aria-label="Workspace" className="min-h-0 flex-1 overflow-y-auto px-2 py-1">
        {props.sections.map((section) => (
          <SidebarSection key={section.id} section={section} onFollow={props.onFollow} />
        ))}
      </nav>
      <div className="flex shrink-0 flex-col gap-1 p-2">
        {props.foot}
        <UserMenu {...props} />
      </div>
    </div>
  );
}

function SidebarSection({ section, onFollow }: { section: NavSection; onFollow?: () => void }) {
  return (
    <section aria-label={section.label} className="mb-3">
      {section.label && (
        <div className="flex h-7 items-center justify-between pl-2">
          <h2 className="text-11 font-medium text-ink-faint">{section.label}</h2>
          {section.add && (
            <IconButton
              size="small"
              label={section.add.label}
              keys={section.add.keys}
              icon={<Plus />}
              onClick={section.add.run}
            />
          )}
        </div>
      )}
      {section.items.length === 0 && section.empty && (
        <p className="px-2 py-1 text-12 text-ink-faint">{section.empty}</p>
      )}
      <ul className="flex flex-col gap-px">
        {section.items.map((item) => (
          <li key={item.id}>
            <SidebarLink item={item} onFollow={onFollow} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function SidebarLink({ item, onFollow }: { item: NavItem; onFollow?: () => void }) {
  return (
    <AppLink href={item.href} within={item.within} className={row} onClick={onFollow}>
      {item.icon}
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      {item.count ? <span className="text-11 text-ink-faint">{item.count}</span> : null}
    </AppLink>
  );
}

function workspaceEntries(props: SidebarProps): MenuEntry[] {
  const more = props.workspaceMenu ?? [];
  return [
    { kind: 'label', label: 'Workspaces' },
    ...props.workspaces.map(
      (choice): MenuEntry => ({
        label: choice.name,
        checked: choice.id === props.workspace.id,
        run: () => props.onSwitchWorkspace(choice.id),
      }),
    ),
    ...(more.length > 0 ? [{ kind: 'separator' } as const, ...more] : []),
  ];
}

const THEMES: { choice: ThemeChoice; label: string; icon: ReactNode }[] = [
  { choice: 'light', label: 'Light', icon: <Sun /> },
  { choice: 'dark', label: 'Dark', icon: <Moon /> },
  { choice: 'system', label: 'Like the system', icon: <Monitor /> },
];

function UserMenu({ user, userMenu = [], onSignOut }: SidebarProps) {
  const [theme, setTheme] = useTheme();
  const shell = useShell();
  const items: MenuEntry[] = [
    { kind: 'label', label: user.email },
    ...userMenu,
    {
      kind: 'sub',
      label: 'Theme',
      icon: <Sun />,
      items: THEMES.map(({ choice, label, icon }) => ({
        label,
        icon,
        checked: theme === choice,
        run: () => setTheme(choice),
      })),
    },
    { label: 'Keyboard shortcuts', icon: <Keyboard />, keys: '?', run: shell.openShortcuts },
    { kind: 'separator' },
    { label: 'Sign out', icon: <LogOut />, run: onSignOut },
  ];
  return (
    <Menu items={items} side="top">
      <button type="button" className={row}>
        <Avatar person={user} size="medium" className="-ml-0.5" />
        <span className="min-w-0 flex-1 truncate">{user.name}</span>
      </button>
    </Menu>
  );
}
