import { WORKSPACE_SCOPE } from '@atrium/model';
import { useParams } from '@tanstack/react-router';
import { History, Rows3, SquareKanban } from 'lucide-react';
import { useMemo } from 'react';
import { RowsSkeleton } from '../../design/skeleton.tsx';
import { NotFound } from '../../shell/not-found.tsx';
import { Page } from '../../shell/page.tsx';
import { useProjectByKey } from '../../workspace/use-projects.ts';
import { useScope } from '../../workspace/use-records.ts';
import { useWorkspacePaths } from '../../workspace/use-workspace-paths.ts';
import { ProjectMark } from '../projects/project-mark.tsx';
import { useProjectView } from '../work-view/use-project-view.ts';
import { HistoryPage } from './history-page.tsx';

const TYPES = ['work_item', 'comment', 'label', 'dependency', 'project'];

/** Every change in a project, beside its board and its list. */
export function ProjectHistoryScreen() {
  const { project: key } = useParams({ from: '/w/$workspace/p/$project/history' });
  const paths = useWorkspacePaths();
  const workspace = useScope(WORKSPACE_SCOPE);
  const project = useProjectByKey(key);
  // Keeps the project live, so that a change of it is seen here at once.
  useProjectView(key);
  if (!project && workspace.kind !== 'loading') return <NotFound home={paths.home} />;
  const projectKey = String(project?.fields.key ?? key);
  const name = String(project?.fields.name ?? key);
  const breadcrumb = [
    { id: 'projects', label: 'Projects', href: paths.home },
    { id: 'project', label: name, icon: project && <ProjectMark project={project} /> },
  ];
  const tabs = [
    { id: 'board', label: 'Board', href: paths.board(projectKey), icon: <SquareKanban />, keys: 'g b' },
    { id: 'list', label: 'List', href: paths.list(projectKey), icon: <Rows3 />, keys: 'g l' },
    { id: 'history', label: 'History', href: paths.history(projectKey), icon: <History />, keys: 'g y' },
  ];
  if (!project) {
    return (
      <Page breadcrumb={breadcrumb} tabs={tabs}>
        <RowsSkeleton label="Loading the history" />
      </Page>
    );
  }
  return (
    <OfProject key={project.id} id={project.id} title={`History of ${name}`} {...{ breadcrumb, tabs }} />
  );
}

type OfProjectProps = Pick<React.ComponentProps<typeof HistoryPage>, 'breadcrumb' | 'tabs' | 'title'>;

function OfProject({ id, ...rest }: OfProjectProps & { id: string }) {
  const subject = useMemo(() => ({ kind: 'project', id }) as const, [id]);
  return <HistoryPage subject={subject} types={TYPES} {...rest} />;
}
