import { ItemPeek } from '../item/item-peek.tsx';
import type { WorkViewState } from './use-work-view-state.ts';

/** The item that the URL asks for, beside the view; its steps walk the view behind it. */
export function WorkViewPanel({ state, order }: { state: WorkViewState; order: readonly string[] }) {
  const { search, changeSearch, cursor, setCursor } = state;
  if (search.peek === undefined) return null;
  const step = (by: 1 | -1) => {
    const at = cursor === undefined ? -1 : order.indexOf(cursor);
    const next = order[at < 0 ? 0 : at + by];
    if (next !== undefined) setCursor(next, true);
  };
  return <ItemPeek itemKey={search.peek} onClose={() => changeSearch({ peek: undefined })} onStep={step} />;
}
