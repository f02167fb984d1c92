import { Download, FileText, Sheet } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { IconButton } from '../../design/icon-button.tsx';
import { Menu } from '../../design/menu.tsx';
import { usePaletteItems } from '../../design/use-palette.ts';
import { Page } from '../../shell/page.tsx';
import type { TopBarProps } from '../../shell/top-bar.tsx';
import { useWorkspace } from '../../workspace/workspace-context.ts';
import { DeletedList } from './deleted-list.tsx';
import { FilterPickers } from './filter-pickers.tsx';
import { exportHref, timelineQuery } from './history-search.ts';
import { type HistorySubject, timelinePath } from './history-subject.ts';
import { HistoryTimeline } from './history-timeline.tsx';
import { useHistorySearch } from './use-history-search.ts';

export interface HistoryPageProps extends Pick<TopBarProps, 'breadcrumb' | 'tabs'> {
  subject: HistorySubject;
  /** For screen readers: "History of Ferry website". */
  title: string;
  /** Record types that can be in it. */
  types?: readonly string[];
  /** Stands above the changes. */
  top?: ReactNode;
}

/** The history of one thing: filters, exports, and every change of it. */
export function HistoryPage({ subject, title, types, top, breadcrumb, tabs }: HistoryPageProps) {
  const { search, change } = useHistorySearch();
  const { kind, id } = subject;
  const { membership } = useWorkspace();
  const isDeleted = search.show === 'deleted' && kind !== 'record';
  const query = useMemo(() => timelineQuery(search), [search]);
  const take = (format: 'csv' | 'pdf') => {
    const asked = { ...query, ...(kind === 'record' && { children: true }) };
    window.location.assign(exportHref(`${timelinePath(subject)}.${format}`, membership.tenantId, asked));
  };
  const exports = [
    { label: 'Export as CSV', icon: <Sheet />, run: () => take('csv') },
    { label: 'Export as PDF', icon: <FileText />, run: () => take('pdf') },
  ];
  usePaletteItems(
    exports.map((each) => ({ ...each, id: `history:${each.label}`, group: 'History', rank: 10 })),
  );
  return (
    <Page
      breadcrumb={breadcrumb}
      tabs={tabs}
      toolbar={
        <div className="flex h-8 w-full min-w-0 items-center gap-2">
          {isDeleted ? (
            <span className="px-2 text-13 text-ink-muted">What was deleted can come back as it was.</span>
          ) : (
            <>
              <FilterPickers search={search} onChange={change} types={types} />
              <Menu items={exports} align="end">
                <IconButton label="Export" icon={<Download />} />
              </Menu>
            </>
          )}
        </div>
      }
    >
      <div className="mx-auto max-w-[920px] px-3 pb-8 wide:px-8">
        <h1 className="sr-only">{title}</h1>
        {top}
        {kind !== 'record' && (
          <nav aria-label="What is shown" className="mt-4 flex gap-1">
            <Choice current={!isDeleted} onChoose={() => change({ ...search, show: undefined })}>
              All changes
            </Choice>
            <Choice current={isDeleted} onChoose={() => change({ show: 'deleted' })}>
              Recently deleted
            </Choice>
          </nav>
        )}
        {isDeleted ? (
          <DeletedList subject={subject} />
        ) : (
          <HistoryTimeline key={`${kind}:${id}`} subject={subject} search={search} onSearch={change} />
        )}
      </div>
    </Page>
  );
}

interface ChoiceProps {
  current: boolean;
  onChoose: () => void;
  children: string;
}

function Choice({ current, onChoose, children }: ChoiceProps) {
  return (
    <button type="button" aria-pressed={current} onClick={onChoose} className={CHOICE}>
      {children}
    </button>
  );
}

const CHOICE =
  'h-7 rounded-control px-2 text-12 font-medium text-ink-muted transition-colors hover:bg-hover hover:text-ink aria-pressed:bg-pressed aria-pressed:text-ink';
