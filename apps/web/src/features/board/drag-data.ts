/** What a card carries while it is dragged, and a column while something is over it. */
export const CARD = 'board-card';
export const COLUMN = 'board-column';

type Data = Record<string | symbol, unknown>;

export function isCard(data: Data): data is Data & { kind: typeof CARD; id: string; status: string } {
  return data.kind === CARD && typeof data.id === 'string' && typeof data.status === 'string';
}

export function isColumn(data: Data): data is Data & { kind: typeof COLUMN; status: string } {
  return data.kind === COLUMN && typeof data.status === 'string';
}
