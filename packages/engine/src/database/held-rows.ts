import type { Tx } from './tx.ts';

/** A statement whose rows are taken in portions. */
export interface HeldQuery {
  /** Of the cursor; one at a time in a transaction. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  readonly rowsAtATime: number;
}

/** Portions of a statement's rows, between which the transaction may be asked other things. */
export async function* heldRows<Row>(
  tx: Tx,
  { name, text, values, rowsAtATime }: HeldQuery,
): AsyncGenerator<Row[], void, void> {
  await tx.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${text}`, values);
  for (;;) {
    const { rows } = await tx.query<Row>(`FETCH ${rowsAtATime} FROM ${name}`);
    if (rows.length > 0) yield rows;
    if (rows.length < rowsAtATime) break;
  }
  await tx.query(`CLOSE ${name}`);
}
