import { Layers, SlidersHorizontal } from 'lucide-react';
import { Button } from '../../design/button.tsx';
import { Menu } from '../../design/menu.tsx';
import { LIST_COLUMNS } from './list-columns.ts';
import { GROUPINGS, type Grouping } from './list-rows.ts';

const NAMES: Record<Grouping, string> = {
  tree: 'Hierarchy',
  none: 'No grouping',
  status: 'Status',
  assignee: 'Assignee',
  priority: 'Priority',
  type: 'Type',
};

export function ListOptions({
  grouping,
  onGrouping,
  columns,
  onColumn,
}: {
  grouping: Grouping;
  onGrouping: (grouping: Grouping) => void;
  columns: readonly string[];
  onColumn: (id: string) => void;
}) {
  return (
    <span className="flex items-center gap-1">
      <Menu
        align="end"
        items={GROUPINGS.map((each) => ({
          label: NAMES[each],
          checked: each === grouping,
          run: () => onGrouping(each),
        }))}
      >
        <Button variant="ghost" size="small" icon={<Layers />} aria-label={`Group by: ${NAMES[grouping]}`}>
          {NAMES[grouping]}
        </Button>
      </Menu>
      <Menu
        align="end"
        items={LIST_COLUMNS.map(({ id, label }) => ({
          label,
          checked: columns.includes(id),
          run: () => onColumn(id),
        }))}
      >
        <Button variant="ghost" size="small" icon={<SlidersHorizontal />} className="max-wide:hidden">
          Columns
        </Button>
      </Menu>
    </span>
  );
}
