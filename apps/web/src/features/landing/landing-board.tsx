import { SquareKanban } from 'lucide-react';
import { AvatarStack, type Person } from '../../design/avatar.tsx';
import { ConnectionPill } from '../../design/connection-pill.tsx';
import { type StatusCategory, StatusIcon } from '../../design/status-icon.tsx';
import { LandingCard, type LandingCardProps } from './landing-card.tsx';
import { LandingCursor } from './landing-cursor.tsx';

const ADA: Person = { id: 'ada', name: 'Ada Moreau' };
const KOFI: Person = { id: 'kofi', name: 'Kofi Mensah' };
const LIN: Person = { id: 'lin-wei', name: 'Lin Wei' };
const PEOPLE = [ADA, KOFI, LIN];

interface Column {
  name: string;
  category: StatusCategory;
  progress?: number;
  count: number;
  cards: LandingCardProps[];
}

const COLUMNS: Column[] = [
  {
    name: 'Ready',
    category: 'todo',
    count: 6,
    cards: [
      {
        id: 'ATR-48',
        type: 'story',
        title: 'Invite a colleague by link',
        priority: 'high',
        label: ['People', 2],
      },
      {
        id: 'ATR-51',
        type: 'bug',
        title: 'Long names push the date off the card',
        priority: 'medium',
        who: LIN,
      },
      { id: 'ATR-53', type: 'task', title: 'Write the release notes', priority: 'low' },
    ],
  },
  {
    name: 'In progress',
    category: 'doing',
    count: 3,
    cards: [
      {
        id: 'ATR-37',
        type: 'epic',
        title: 'Everything keeps working on the train',
        priority: 'urgent',
        who: ADA,
      },
      {
        id: 'ATR-44',
        type: 'story',
        title: 'Compare two versions of an item',
        priority: 'high',
        who: KOFI,
        blocked: true,
      },
    ],
  },
  {
    name: 'In review',
    category: 'doing',
    progress: 0.75,
    count: 2,
    cards: [
      {
        id: 'ATR-41',
        type: 'task',
        title: 'Import ten years of tickets in one go',
        priority: 'high',
        who: LIN,
        label: ['Import', 8],
      },
      { id: 'ATR-46', type: 'bug', title: 'Undo brings the comment back too', priority: 'medium', who: ADA },
    ],
  },
  {
    name: 'Done',
    category: 'done',
    count: 29,
    cards: [
      {
        id: 'ATR-35',
        type: 'story',
        title: 'See who is looking at the same board',
        priority: 'medium',
        who: KOFI,
      },
      { id: 'ATR-33', type: 'task', title: 'Dark at night, light by day', priority: 'low', who: LIN },
      { id: 'ATR-30', type: 'bug', title: 'The board jumps after a drop', priority: 'high', who: ADA },
    ],
  },
];

/** A board made of the product's own shapes: a picture, so it stays out of the way of screen readers. */
export function LandingBoard() {
  return (
    <div
      role="img"
      aria-label="A board with four columns of work items. Kofi is dragging a card while Ada points at another."
      className="relative select-none rounded-card border border-line-strong bg-surface text-left shadow-float"
    >
      <div aria-hidden="true">
        <div className="flex h-11 items-center gap-3 border-b border-line px-4">
          <span className="flex items-center gap-2 text-13 font-semibold">
            <SquareKanban className="size-4 text-ink-muted" />
            Spring release
          </span>
          <span className="ml-auto flex items-center gap-3">
            <span className="pointer-events-none max-wide:hidden" inert>
              <ConnectionPill state="connected" unsent={0} />
            </span>
            <AvatarStack people={PEOPLE} here />
          </span>
        </div>
        <div className="grid grid-cols-2 gap-3 p-3 wide:grid-cols-4">
          {COLUMNS.map((column, index) => (
            <div
              key={column.name}
              className={`flex min-w-0 flex-col gap-2 ${index > 1 ? 'max-wide:hidden' : ''}`}
            >
              <div className="flex h-7 items-center gap-2 px-1 text-12 font-medium">
                <StatusIcon category={column.category} progress={column.progress} />
                <span className="truncate">{column.name}</span>
                <span className="text-ink-faint">{column.count}</span>
              </div>
              {column.cards.map((card) => (
                <LandingCard key={card.id} {...card} />
              ))}
              {index === 1 && (
                <div className="h-16 rounded-control border border-dashed border-accent-line bg-accent-wash" />
              )}
            </div>
          ))}
        </div>
        <div className="absolute left-[31%] top-[71%] w-[44%] -rotate-2 wide:left-[30%] wide:w-[23%]">
          <LandingCard
            id="ATR-49"
            type="story"
            title="Move a card, and everyone sees it move"
            priority="high"
            lifted
          />
          <LandingCursor person={KOFI} className="absolute -bottom-4 right-6" />
        </div>
        <LandingCursor person={ADA} className="absolute right-[7%] top-[63%] max-wide:hidden" />
      </div>
    </div>
  );
}
