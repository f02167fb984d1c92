import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type WorkItemType = 'epic' | 'story' | 'task' | 'bug' | 'sub_task';

export const WORK_ITEM_TYPE_NAMES: Record<WorkItemType, string> = {
  epic: 'Epic',
  story: 'Story',
  task: 'Task',
  bug: 'Bug',
  sub_task: 'Sub-task',
};

const stroke = {
  stroke: 'currentColor',
  strokeWidth: 1.5,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;

const SHAPES: Record<WorkItemType, { ink: string; drawing: ReactNode }> = {
  // A keystone arch: it carries the others.
  epic: {
    ink: 'text-type-epic',
    drawing: (
      <>
        <path d="M2.25 13.25V8a5.75 5.75 0 0 1 11.5 0v5.25h-3.5V8a2.25 2.25 0 0 0-4.5 0v5.25z" {...stroke} />
        <path d="M8 2.5v3" {...stroke} />
      </>
    ),
  },
  // A page with its corner down.
  story: {
    ink: 'text-type-story',
    drawing: (
      <>
        <path d="M3.25 2.25h6l3.5 3.5v8h-9.5z" {...stroke} />
        <path d="M9 2.5V6h3.5" {...stroke} />
      </>
    ),
  },
  task: {
    ink: 'text-type-task',
    drawing: (
      <>
        <rect x="2.25" y="2.25" width="11.5" height="11.5" rx="3" {...stroke} />
        <path d="m5.5 8.2 1.8 1.8 3.4-3.8" {...stroke} />
      </>
    ),
  },
  bug: {
    ink: 'text-type-bug',
    drawing: (
      <>
        <ellipse cx="8" cy="9.25" rx="3.25" ry="4" {...stroke} />
        <path
          d="M6 5.5a2 2 0 0 1 4 0M8 8v5M4.5 7.25 2.25 6M11.5 7.25 13.75 6M4.5 11l-2.25 1.5M11.5 11l2.25 1.5"
          {...stroke}
        />
      </>
    ),
  },
  sub_task: {
    ink: 'text-type-sub-task',
    drawing: (
      <>
        <path d="M3 2.25v5.5a2.5 2.5 0 0 0 2.5 2.5h1.25" {...stroke} />
        <rect x="7" y="6.75" width="6.75" height="6.75" rx="2" {...stroke} />
      </>
    ),
  },
};

export function WorkItemTypeIcon({
  type,
  label,
  className,
}: {
  type: WorkItemType;
  label?: string;
  className?: string;
}) {
  const { ink, drawing } = SHAPES[type];
  return (
    <svg
      viewBox="0 0 16 16"
      fill="none"
      className={classNames('size-4 shrink-0', ink, className)}
      role="img"
      aria-label={label}
      aria-hidden={!label}
    >
      {drawing}
    </svg>
  );
}
