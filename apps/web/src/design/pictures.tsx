import { type StatusCategory, StatusIcon } from './status-icon.tsx';
import { type WorkItemType, WorkItemTypeIcon } from './work-item-type-icon.tsx';

const CARD = 'rounded-card border border-line bg-raised';
const BAR = 'block h-1.5 rounded-full bg-pressed';

/** Three columns with a gap where the first card would stand. */
export function BoardPicture() {
  return (
    <div className="flex gap-2">
      {(['todo', 'doing', 'done'] as const).map((category, column) => (
        <div key={category} className="flex w-20 flex-col gap-2 rounded-card bg-sunken p-2">
          <StatusIcon category={category} />
          {column === 1 ? (
            <div className="h-11 rounded-control border border-dashed border-accent-line bg-accent-wash" />
          ) : (
            <MiniCard wide={column === 0} />
          )}
          {column === 0 && <MiniCard />}
        </div>
      ))}
    </div>
  );
}

function MiniCard({ wide = false }: { wide?: boolean }) {
  return (
    <div className="flex h-11 flex-col justify-center gap-1.5 rounded-control border border-line bg-raised px-2">
      <span className={`${BAR} w-4`} />
      <span className={`${BAR} ${wide ? 'w-12' : 'w-9'}`} />
    </div>
  );
}

/** Rows of a list, fading out. */
export function ListPicture() {
  const rows: { type: WorkItemType; category: StatusCategory; width: string; fade: string }[] = [
    { type: 'epic', category: 'doing', width: 'w-28', fade: '' },
    { type: 'story', category: 'todo', width: 'w-36', fade: 'ml-4 opacity-75' },
    { type: 'task', category: 'done', width: 'w-20', fade: 'ml-4 opacity-50' },
    { type: 'bug', category: 'blocked', width: 'w-24', fade: 'opacity-30' },
  ];
  return (
    <div className="flex w-64 flex-col gap-1.5">
      {rows.map((row) => (
        <div key={row.type} className={`flex h-8 items-center gap-2 px-2.5 ${CARD} ${row.fade}`}>
          <WorkItemTypeIcon type={row.type} />
          <span className={`${BAR} ${row.width}`} />
          <StatusIcon category={row.category} className="ml-auto" />
        </div>
      ))}
    </div>
  );
}

/** Two people talking. */
export function CommentsPicture() {
  return (
    <div className="flex w-56 flex-col gap-2">
      {[1, 7].map((hue, index) => (
        <div key={hue} className={`flex gap-2 ${index === 1 ? 'ml-8' : 'mr-8'}`}>
          <span
            className="mt-1 size-5 shrink-0 rounded-full"
            style={{ backgroundColor: `var(--color-person-${hue}-wash)` }}
          />
          <div className={`flex flex-1 flex-col gap-1.5 px-3 py-2.5 ${CARD}`}>
            <span className={`${BAR} w-full`} />
            <span className={`${BAR} w-2/3`} />
          </div>
        </div>
      ))}
    </div>
  );
}

/** An inbox with nothing left in it: the open middle of an atrium. */
export function RestPicture() {
  return (
    <svg viewBox="0 0 120 80" fill="none" aria-hidden="true" className="h-20 w-30 text-line-strong">
      <path
        d="M8 6h104v68H8zM42 28h36v24H42zM8 6l34 22M112 6 78 28M8 74l34-22M112 74 78 52"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
      <path
        d="M42 28h36v24H42z"
        fill="var(--color-accent-wash)"
        stroke="var(--color-accent-line)"
        strokeWidth="1.5"
      />
    </svg>
  );
}
