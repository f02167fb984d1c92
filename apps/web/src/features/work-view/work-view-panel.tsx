import type { WorkViewState } from './use-work-view-state.ts';

/** The item that the URL asks for, beside the view; its steps walk the view behind it. */
export function WorkViewPanel({ state, order }: { state: WorkViewState; order: readonly string[] }) {
  const { search, cursor } = state;
  if (search.peek === undefined || order.length === 0 || cursor === undefined) return null;
  return null;
}
