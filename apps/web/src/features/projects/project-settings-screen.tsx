import { projectScope, WORKSPACE_SCOPE } from '@atrium/model';
import { useParams } from '@tanstack/react-router';
import { Archive, Columns3, History, List, Lock, Settings2 } from 'lucide-react';
import { RowsSkeleton } from '../../design/skeleton.tsx';
import { NotFound } from '../../shell/not-found.tsx';
import { Page } from '../../shell/page.tsx';
import { useMay, useProjectByKey } from '../../workspace/use-projects.ts';
import { useRecords, useScope } from '../../workspace/use-records.ts';
import { useWorkspacePaths } from '../../workspace/use-workspace-paths.ts';
import { ProjectMark } from './project-mark.tsx';
import { DangerSection } from './settings/danger-section.tsx';
import { GeneralSection } from './settings/general-section.tsx';
import { LabelsSection } from './settings/labels-section.tsx';
import { ProjectMembersSection } from './settings/project-members-section.tsx';
import { StatusesSection } from './settings/statuses-section.tsx';

export function ProjectSettingsScreen() {
  const { project: key } = useParams({ from: '/w/$workspace/p/$project/settings' });
  const paths = useWorkspacePaths();
  const workspace = useScope(WORKSPACE_SCOPE);
  const project = useProjectByKey(key);
  useScope(project && projectScope(project.id));
  const items = useRecords({ type: 'work_item', where: { project: project?.id ?? 'none' } });
  const may = useMay('manage', 'project', project);
  if (!project && workspace.kind !== 'loading') return <NotFound home={paths.home} />;
  const projectKey = String(project?.fields.key ?? key);
  return (
    <Page
      breadcrumb={[
        { id: 'projects', label: 'Projects', href: paths.home },
        {
          id: 'project',
          label: String(project?.fields.name ?? key),
          href: paths.project(projectKey),
          icon: project && <ProjectMark project={project} />,
        },
      ]}
      tabs={[
        { id: 'board', label: 'Board', href: paths.board(projectKey), icon: <Columns3 />, keys: 'g b' },
        { id: 'list', label: 'List', href: paths.list(projectKey), icon: <List />, keys: 'g l' },
        { id: 'history', label: 'History', href: paths.history(projectKey), icon: <History />, keys: 'g y' },
        {
          id: 'settings',
          label: 'Settings',
          href: paths.settings(projectKey),
          icon: <Settings2 />,
          keys: 'g s',
        },
      ]}
    >
      {!project ? (
        <RowsSkeleton rows={6} label="Loading the project" />
      ) : (
        <div className="mx-auto max-w-[920px] px-4 wide:px-8">
          <h1 className="sr-only">Settings of {String(project.fields.name)}</h1>
          {project.fields.archivedAt !== undefined ? (
            <Note icon={<Archive />}>This project is archived: it can be read, and not changed.</Note>
          ) : (
            !may && (
              <Note icon={<Lock />}>
                Only leads of the project and managers of the workspace change these settings.
              </Note>
            )
          )}
          <GeneralSection key={project.id} project={project} may={may} />
          <StatusesSection project={project} may={may} />
          <LabelsSection project={project} />
          <ProjectMembersSection project={project} may={may} />
          {may && <DangerSection project={project} itemCount={items.length} />}
        </div>
      )}
    </Page>
  );
}

function Note({ icon, children }: { icon: React.ReactNode; children: string }) {
  return (
    <p className="mt-5 flex items-center gap-2 rounded-control bg-sunken px-3 py-2 text-13 text-ink-muted [&>svg]:size-4 [&>svg]:shrink-0">
      {icon}
      {children}
    </p>
  );
}
