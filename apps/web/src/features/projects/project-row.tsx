import { archiveProject, membersOf, unarchiveProject } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { useRouter } from '@tanstack/react-router';
import { Archive, ArchiveRestore, Columns3, Ellipsis, List, Lock, Settings2 } from 'lucide-react';
import { AvatarStack } from '../../design/avatar.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { Menu } from '../../design/menu.tsx';
import type { MenuEntry } from '../../design/menu-items.ts';
import { ProgressBar } from '../../design/progress-bar.tsx';
import { RelativeTime } from '../../design/relative-time.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Tooltip } from '../../design/tooltip.tsx';
import { AppLink } from '../../shell/app-link.tsx';
import { usePeople } from '../../workspace/use-people.ts';
import { useMay } from '../../workspace/use-projects.ts';
import { useSend } from '../../workspace/use-send.ts';
import { useWorkspacePaths } from '../../workspace/use-workspace-paths.ts';
import { ProjectMark } from './project-mark.tsx';
import type { Progress } from './project-progress.ts';
import { useProjectProgress } from './use-project-progress.ts';

/** One project: the whole row leads to its board. */
export function ProjectRow({ project, live }: { project: RecordState; live: boolean }) {
  const paths = useWorkspacePaths();
  const progress = useProjectProgress(project, live);
  const key = String(project.fields.key);
  return (
    <li className="group relative flex min-h-16 items-center gap-3 px-4 py-2.5 transition-colors hover:bg-hover">
      <ProjectMark project={project} size="large" />
      <div className="min-w-0 flex-1 wide:flex wide:items-center wide:gap-6">
        <div className="min-w-0 flex-1">
          <div className="flex min-w-0 items-center gap-1.5">
            <AppLink
              href={paths.project(key)}
              className="truncate rounded-mark text-14 font-medium after:absolute after:inset-0"
            >
              {String(project.fields.name)}
            </AppLink>
            {project.fields.visibility === 'private' && (
              <Tooltip label="Only its members see it">
                <span role="img" aria-label="Private" className="relative text-ink-faint">
                  <Lock className="size-3.5" aria-hidden="true" />
                </span>
              </Tooltip>
            )}
          </div>
          <p className="flex min-w-0 items-baseline gap-1.5 text-12 text-ink-faint">
            <span className="shrink-0 font-mono text-11">{key}</span>
            <span aria-hidden="true">·</span>
            <RelativeTime
              at={progress?.changedAt ?? project.updatedAt}
              className="relative shrink-0 whitespace-nowrap"
            />
            <Summary project={project} />
          </p>
        </div>
        <ProjectProgress progress={progress} loading={live} />
      </div>
      <Members project={project} />
      <ProjectMenu project={project} />
    </li>
  );
}

/** The description's first line, where there is room. */
function Summary({ project }: { project: RecordState }) {
  const line = String(project.fields.description ?? '')
    .split('\n')
    .map((part) => part.replace(/^[#>*\-\s]+/, '').replace(/[*_`]/g, ''))
    .find((part) => part !== '');
  if (!line) return null;
  return (
    <>
      <span aria-hidden="true" className="max-wide:hidden">
        ·
      </span>
      <span className="truncate max-wide:hidden">{line}</span>
    </>
  );
}

function ProjectProgress({ progress, loading }: { progress: Progress | undefined; loading: boolean }) {
  if (!progress && !loading) return <span className="w-40 max-wide:hidden" />;
  if (!progress) {
    return (
      <span className="flex h-9 w-40 flex-col justify-center gap-2 max-wide:mt-1 max-wide:h-6">
        <Skeleton className="h-3 w-20" />
        <Skeleton className="h-1.5 w-full" />
      </span>
    );
  }
  const { total, done, doing } = progress;
  return (
    <span className="flex h-9 w-40 flex-col justify-center gap-1.5 max-wide:mt-1 max-wide:h-auto max-wide:w-full max-wide:max-w-60">
      <span className="text-12 text-ink-muted">
        {total === 0 ? 'No work items yet' : `${done} of ${total} done`}
      </span>
      <ProgressBar
        label="Progress"
        max={Math.max(total, 1)}
        parts={[
          { tone: 'done', value: done },
          { tone: 'doing', value: doing },
        ]}
      />
    </span>
  );
}

function Members({ project }: { project: RecordState }) {
  const people = usePeople();
  const lead = project.fields.lead;
  const members = membersOf(project);
  const shown = people
    .filter(({ id, role }) => role && (id === lead || Object.hasOwn(members, id)))
    .sort((a, b) => Number(b.id === lead) - Number(a.id === lead));
  return (
    <span className="relative flex w-24 justify-end max-wide:hidden">
      <AvatarStack people={shown} max={3} size="medium" />
    </span>
  );
}

function ProjectMenu({ project }: { project: RecordState }) {
  const router = useRouter();
  const paths = useWorkspacePaths();
  const send = useSend();
  const mayManage = useMay('manage', 'project', project);
  const key = String(project.fields.key);
  const name = String(project.fields.name);
  const go = (href: string) => () => router.history.push(href);
  const archived = project.fields.archivedAt !== undefined;
  const items: MenuEntry[] = [
    { label: 'Board', icon: <Columns3 />, run: go(paths.board(key)) },
    { label: 'List', icon: <List />, run: go(paths.list(key)) },
    { label: 'Settings', icon: <Settings2 />, run: go(paths.settings(key)) },
  ];
  if (mayManage) {
    items.push(
      { kind: 'separator' },
      archived
        ? {
            label: 'Take out of the archive',
            icon: <ArchiveRestore />,
            run: () => send(unarchiveProject(project), `${name} is back`),
          }
        : {
            label: 'Archive',
            icon: <Archive />,
            run: () => send(archiveProject(project), `${name} archived`),
          },
    );
  }
  return (
    <Menu items={items} align="end">
      <IconButton label={`More about ${name}`} icon={<Ellipsis />} className="relative -mr-2" />
    </Menu>
  );
}
