import { useLayoutEffect } from 'react';

/** As many rows as a tall screen shows; what is below it is not rendered, as in any list of such a size. */
export const ROWS = 60;

export interface Row {
  readonly id: string;
  readonly title: string;
  readonly rank: string;
}

interface RowsProps {
  readonly total: number;
  readonly rows: readonly Row[];
}

/** The same view for both. */
export function Rows({ total, rows }: RowsProps) {
  useLayoutEffect(() => window.harness.rendered(rows));
  return (
    <main>
      <h1>{total}</h1>
      <ul>
        {rows.map(({ id, title, rank }) => (
          <li key={id}>
            <code>{rank}</code> {title}
          </li>
        ))}
      </ul>
    </main>
  );
}
