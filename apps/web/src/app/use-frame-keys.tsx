import { statusesOf } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { useRouter, useRouterState } from '@tanstack/react-router';
import {
  Columns3,
  Download,
  FolderPlus,
  History,
  House,
  List,
  MonitorDown,
  Plus,
  RefreshCw,
  Settings2,
  Trash2,
  Users,
  Wifi,
} from 'lucide-react';
import { useRef } from 'react';
import { usePaletteItems } from '../design/use-palette.ts';
import { useShortcuts } from '../design/use-shortcuts.ts';
import { newVersion, takeNewVersion } from '../offline/app-version.ts';
import { canInstall, installApp } from '../offline/install-app.ts';
import { useFrameActions } from '../workspace/frame-actions.ts';
import { useObservable } from '../workspace/use-observable.ts';
import { useMay, useProjects } from '../workspace/use-projects.ts';
import { useWorkspacePaths } from '../workspace/use-workspace-paths.ts';
import { projectInPath } from '../workspace/workspace-paths.ts';

/** Ways to go that work from every screen, by key and in the palette. */
export function useFrameKeys(): void {
  const router = useRouter();
  const paths = useWorkspacePaths();
  const projects = useProjects();
  const actions = useFrameActions();
  const mayCreate = useMay('manage', 'project');
  const current = useCurrentProject(projects);
  const isNewer = useObservable(newVersion);
  const installable = useObservable(canInstall);
  const go = (href: string) => router.history.push(href);
  const goIn = (to: (key: string) => string) => current && go(to(String(current.fields.key)));
  const here = { group: 'Go', when: () => current !== undefined };

  useShortcuts([
    { keys: 'g h', label: 'Go to projects', group: 'Go', rank: 20, run: () => go(paths.home) },
    { keys: 'g b', label: 'Go to the board', ...here, rank: 20, run: () => goIn(paths.board) },
    { keys: 'g l', label: 'Go to the list', ...here, rank: 20, run: () => goIn(paths.list) },
    { keys: 'g s', label: 'Go to the project settings', ...here, rank: 20, run: () => goIn(paths.settings) },
    { keys: 'g y', label: 'Go to the project history', ...here, rank: 20, run: () => goIn(paths.history) },
    { keys: 'g m', label: 'Go to members', group: 'Go', rank: 20, run: () => go(paths.members) },
  ]);
  usePaletteItems([
    {
      id: 'go:home',
      label: 'Go to projects',
      group: 'Go',
      icon: <House />,
      keys: 'g h',
      rank: 20,
      run: () => go(paths.home),
    },
    ...projects.flatMap((project) => projectItems(project, paths, go)),
    {
      id: 'go:members',
      label: 'Go to members',
      group: 'Go',
      icon: <Users />,
      keys: 'g m',
      keywords: ['people', 'invite', 'roles'],
      rank: 21,
      run: () => go(paths.members),
    },
    {
      id: 'go:history',
      label: 'Go to the history of the workspace',
      group: 'Go',
      icon: <History />,
      keywords: ['audit', 'changes', 'deleted', 'timeline', 'log'],
      rank: 21,
      run: () => go(paths.changes),
    },
    {
      id: 'go:deleted',
      label: 'Recently deleted',
      group: 'Go',
      icon: <Trash2 />,
      keywords: ['trash', 'bin', 'restore', 'undelete'],
      rank: 21,
      run: () => go(`${paths.changes}?show=deleted`),
    },
    {
      id: 'go:import',
      label: 'Import from GitHub',
      group: 'Go',
      icon: <Download />,
      keywords: ['archive', 'issues'],
      rank: 21,
      run: () => go(paths.import),
    },
    ...(mayCreate
      ? [
          {
            id: 'create:project',
            label: 'Create project',
            group: 'Create',
            icon: <FolderPlus />,
            rank: 22,
            run: actions.createProject,
          },
        ]
      : []),
    ...(isNewer
      ? [
          {
            id: 'app:reload',
            label: 'Reload to the new version',
            group: 'App',
            icon: <RefreshCw />,
            rank: 5,
            run: () => void takeNewVersion(),
          },
        ]
      : []),
    ...(installable
      ? [
          {
            id: 'app:install',
            label: 'Install Atrium as an app',
            group: 'App',
            icon: <MonitorDown />,
            keywords: ['desktop', 'home screen', 'window'],
            rank: 40,
            run: () => void installApp(),
          },
        ]
      : []),
    {
      id: 'app:connection',
      label: 'Connection and changes',
      group: 'App',
      icon: <Wifi />,
      keywords: ['offline', 'unsent', 'outbox', 'sync', 'export'],
      rank: 40,
      run: actions.showConnection,
    },
    {
      id: 'create:workspace',
      label: 'Create workspace',
      group: 'Create',
      icon: <Plus />,
      rank: 40,
      run: actions.createWorkspace,
    },
  ]);
}

function projectItems(
  project: RecordState,
  paths: ReturnType<typeof useWorkspacePaths>,
  go: (href: string) => void,
) {
  const key = String(project.fields.key);
  const name = String(project.fields.name);
  const keywords = [key, ...statusesOf(project).map((status) => status.name)];
  const common = { group: 'Projects', hint: key, rank: 21, keywords };
  return [
    {
      ...common,
      id: `board:${project.id}`,
      label: `${name}: board`,
      icon: <Columns3 />,
      run: () => go(paths.board(key)),
    },
    {
      ...common,
      id: `list:${project.id}`,
      label: `${name}: list`,
      icon: <List />,
      run: () => go(paths.list(key)),
    },
    {
      ...common,
      id: `settings:${project.id}`,
      label: `${name}: settings`,
      icon: <Settings2 />,
      run: () => go(paths.settings(key)),
    },
  ];
}

/** The project of the address, or the one looked at before, or the first. */
function useCurrentProject(projects: readonly RecordState[]): RecordState | undefined {
  const key = useRouterState({ select: ({ location }) => projectInPath(location.pathname)?.key });
  const last = useRef<string>(undefined);
  if (key !== undefined) last.current = key.toUpperCase();
  return projects.find(({ fields }) => fields.key === last.current) ?? projects[0];
}
