import { WORKSPACE_SCOPE } from '@atrium/model';
import { useRouter } from '@tanstack/react-router';
import { ChevronRight, Download, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { classNames } from '../../design/class-names.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { BoardPicture } from '../../design/pictures.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Page } from '../../shell/page.tsx';
import { useFrameActions } from '../../workspace/frame-actions.ts';
import { useMay, useProjects } from '../../workspace/use-projects.ts';
import { useRecords, useScope } from '../../workspace/use-records.ts';
import { useWorkspacePaths } from '../../workspace/use-workspace-paths.ts';
import { MyWork } from './my-work.tsx';
import { ProjectRow } from './project-row.tsx';

/** So many are followed live for their progress; the rest says so on its board. */
const FOLLOWED = 8;

/** Home: the projects, and what waits for me. */
export function ProjectsScreen() {
  const scope = useScope(WORKSPACE_SCOPE);
  const projects = useProjects();
  const mayCreate = useMay('manage', 'project');
  const { createProject } = useFrameActions();
  const loading = scope.kind === 'loading' && projects.length === 0;
  return (
    <Page
      breadcrumb={[{ id: 'projects', label: 'Projects' }]}
      actions={
        mayCreate && (
          <Button size="small" icon={<Plus />} onClick={createProject}>
            Create project
          </Button>
        )
      }
    >
      {loading ? (
        <Frame>
          <RowsComing />
        </Frame>
      ) : projects.length === 0 ? (
        <NoProjects mayCreate={mayCreate} />
      ) : (
        <Frame>
          <h1 className="sr-only">Projects</h1>
          <ul
            aria-label="Projects"
            className="divide-y divide-line overflow-hidden rounded-card border border-line bg-raised"
          >
            {projects.map((project, index) => (
              <ProjectRow key={project.id} project={project} live={index < FOLLOWED} />
            ))}
          </ul>
          <Archived />
          <MyWork />
        </Frame>
      )}
    </Page>
  );
}

function Frame({ children }: { children: React.ReactNode }) {
  return <div className="mx-auto flex max-w-[920px] flex-col gap-6 p-4 wide:px-8 wide:py-6">{children}</div>;
}

function RowsComing() {
  return (
    <output
      aria-label="Loading projects"
      className="block divide-y divide-line rounded-card border border-line bg-raised"
    >
      {['w-32', 'w-44', 'w-24'].map((width) => (
        <span key={width} className="flex h-16 items-center gap-3 px-4">
          <Skeleton className="size-8 rounded-control" />
          <span className="flex flex-col gap-2">
            <Skeleton className={`h-3 ${width}`} />
            <Skeleton className="h-2 w-16" />
          </span>
        </span>
      ))}
    </output>
  );
}

function NoProjects({ mayCreate }: { mayCreate: boolean }) {
  const router = useRouter();
  const paths = useWorkspacePaths();
  const { createProject } = useFrameActions();
  if (!mayCreate) {
    return (
      <EmptyState picture={<BoardPicture />} title="No projects are shared with you yet">
        An admin or manager can create one, or add you to theirs.
      </EmptyState>
    );
  }
  return (
    <div className="flex h-full flex-col items-center justify-center">
      <div>
        <EmptyState
          picture={<BoardPicture />}
          title="Start with a project"
          action={{ label: 'Create project', icon: <Plus />, run: createProject }}
        >
          It has a board, a list and its own work items; everyone sees changes as they happen.
        </EmptyState>
      </div>
      <Button variant="ghost" icon={<Download />} onClick={() => router.history.push(paths.import)}>
        Import issues from GitHub
      </Button>
    </div>
  );
}

function Archived() {
  const records = useRecords({ type: 'project' });
  const [open, setOpen] = useState(false);
  const archived = useMemo(
    () =>
      records
        .filter((project) => project.fields.archivedAt !== undefined)
        .sort((a, b) => String(a.fields.name).localeCompare(String(b.fields.name))),
    [records],
  );
  if (archived.length === 0) return null;
  return (
    <section aria-label="Archived projects" className="-mt-2">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex h-8 items-center gap-1.5 rounded-control pl-1 pr-2.5 text-12 font-medium text-ink-muted transition-colors hover:bg-hover hover:text-ink"
      >
        <ChevronRight
          className={classNames('size-4 transition-transform', open && 'rotate-90')}
          aria-hidden="true"
        />
        {archived.length === 1 ? '1 archived project' : `${archived.length} archived projects`}
      </button>
      {open && (
        <ul className="mt-2 divide-y divide-line overflow-hidden rounded-card border border-line bg-raised">
          {archived.map((project) => (
            <ProjectRow key={project.id} project={project} live={false} />
          ))}
        </ul>
      )}
    </section>
  );
}
