import { CircleHelp, Folder, History, Plus, Rows3, Settings, SquareKanban } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { classNames } from '../../design/class-names.ts';
import { ErrorState } from '../../design/error-state.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { useShortcuts } from '../../design/use-shortcuts.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { NotFound } from '../../shell/not-found.tsx';
import { Page } from '../../shell/page.tsx';
import { useWorkspace } from '../../workspace/workspace-context.ts';
import { useCreateWorkItem } from '../item/create-work-item-dialog.tsx';
import { TimeBar } from '../past/time-bar.tsx';
import { FilterBar } from './filter-bar.tsx';
import { useGo } from './use-go.ts';
import type { WorkViewState } from './use-work-view-state.ts';
import { ViewVisitors } from './view-visitors.tsx';
import { WorkViewContext } from './work-view-context.ts';

export interface WorkViewPageProps {
  state: WorkViewState;
  /** In the shape of what comes. */
  skeleton: ReactNode;
  /** What this view alone offers: grouping, columns. */
  options?: ReactNode;
  panel?: ReactNode;
  children: ReactNode;
}

/** The frame of every view of a project's work: where one is, tabs, filters, who is here, what one can do. */
export function WorkViewPage({ state, skeleton, options, panel, children }: WorkViewPageProps) {
  const { projectView, projectKey, search, changeSearch } = state;
  const { project, status, view, scope } = projectView;
  const { membership } = useWorkspace();
  const go = useGo();
  const workspace = `/w/${membership.slug}`;
  const base = `${workspace}/p/${projectKey}`;
  const query = search.filter ? `?filter=${encodeURIComponent(search.filter)}` : '';
  const { create, dialog, may } = useCreateWorkItem(project);
  const travel = () => changeSearch({ at: search.at === undefined ? new Date().toISOString() : undefined });
  useShortcuts([
    { keys: 't', label: 'Time travel', group: 'View', run: travel },
    { keys: 'g b', label: 'Go to the board', group: 'Go', run: () => go(`${base}/board${query}`) },
    { keys: 'g l', label: 'Go to the list', group: 'Go', run: () => go(`${base}/list${query}`) },
  ]);

  if (status === 'missing') return <NotFound home={workspace} />;
  const ready = view !== undefined && status !== 'loading';
  const page = (
    <Page
      breadcrumb={[
        { id: 'projects', label: 'Projects', href: workspace },
        { id: 'project', label: String(project?.fields.name ?? projectKey), icon: <Folder /> },
      ]}
      tabs={[
        { id: 'board', label: 'Board', href: `${base}/board${query}`, icon: <SquareKanban />, keys: 'g b' },
        { id: 'list', label: 'List', href: `${base}/list${query}`, icon: <Rows3 />, keys: 'g l' },
        { id: 'history', label: 'History', href: `${base}/history`, icon: <History />, keys: 'g y' },
      ]}
      presence={view && scope && <ViewVisitors scope={scope} />}
      actions={
        <>
          {view?.readOnly && (
            <Badge icon={search.at === undefined ? <CircleHelp /> : <History />} className="max-wide:hidden">
              {search.at === undefined ? 'Read only' : 'As it was'}
            </Badge>
          )}
          <Button variant="ghost" size="small" asChild className="size-7 px-0 max-wide:hidden">
            <AppLink href={`${base}/settings`} aria-label="Project settings">
              <Settings />
            </AppLink>
          </Button>
          {may && search.at === undefined ? (
            <>
              <Button
                variant="primary"
                size="small"
                keys="c"
                icon={<Plus />}
                className="max-wide:hidden"
                onClick={() => create()}
              >
                New work item
              </Button>
              <IconButton
                label="New work item"
                icon={<Plus />}
                className="wide:hidden"
                onClick={() => create()}
              />
            </>
          ) : null}
        </>
      }
      toolbar={
        !view ? (
          // Keeps the room of the filters, so that nothing jumps when they come.
          <span className="h-8" />
        ) : (
          <div className="flex w-full min-w-0 items-center gap-2 max-wide:overflow-x-auto max-wide:[scrollbar-width:none] wide:flex-wrap">
            <FilterBar
              filter={search.filter ?? ''}
              onFilter={(filter) => changeSearch({ filter: filter || undefined })}
              problem={state.problem}
              shown={state.items.length}
              total={state.total}
            />
            <span className={classNames('flex items-center gap-1', !search.filter && 'ml-auto')}>
              {options}
              <IconButton
                label="Time travel"
                keys="t"
                pressed={search.at !== undefined}
                icon={<History />}
                onClick={travel}
              />
            </span>
          </div>
        )
      }
      panel={ready && panel}
      footer={
        project &&
        search.at !== undefined && (
          <TimeBar projectId={project.id} at={search.at} onMove={(at) => changeSearch({ at })} />
        )
      }
    >
      <h1 className="sr-only">{String(project?.fields.name ?? projectKey)}</h1>
      {status === 'withdrawn' ? (
        <ErrorState title="This project is not shared with you any more">
          What you saw of it was taken off this screen. Ask someone who leads the project.
        </ErrorState>
      ) : ready ? (
        children
      ) : (
        skeleton
      )}
      {dialog}
    </Page>
  );
  return view ? <WorkViewContext value={view}>{page}</WorkViewContext> : page;
}
