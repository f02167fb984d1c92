import type { Outcome, Refusal } from '@atrium/protocol';
import { Cell, type Observable } from '../observable.ts';
import type { EntryState, OutboxEntry, ReceiptState } from './outbox-entry.ts';

/** The ladder a sent command climbs, and its end. */
export interface Receipt {
  readonly state: Observable<ReceiptState>;
  /** Settles when the command is in the log or refused; a held one stays open until someone decides. */
  readonly done: Promise<Outcome>;
}

const RUNGS = ['saving', 'saved', 'sent', 'received', 'committed', 'visible'];

/** The side of a receipt that writes. */
export class LiveReceipt implements Receipt {
  readonly #state: Cell<ReceiptState>;
  readonly done: Promise<Outcome>;
  #settle: (outcome: Outcome) => void = () => undefined;

  constructor(state: ReceiptState = { step: 'saving' }) {
    this.#state = new Cell(state);
    this.done = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get state(): Observable<ReceiptState> {
    return this.#state;
  }

  /** Never down the ladder: a resent command has still been received once. */
  climb(state: ReceiptState): void {
    const from = RUNGS.indexOf(this.#state.get().step);
    const to = RUNGS.indexOf(state.step);
    if (to >= 0 && from >= to) return;
    this.#state.set(state);
  }

  committed(outcome: Extract<Outcome, { kind: 'committed' }>): void {
    this.climb({ step: 'committed', position: outcome.lastPosition, version: outcome.version });
    this.#settle(outcome);
  }

  refused(refusal: Refusal): void {
    this.#state.set({ step: 'refused', refusal });
    this.#settle({ kind: 'refused', refusal });
  }

  held(because: string): void {
    this.#state.set({ step: 'held', because });
  }

  /** A held one may go on. */
  released(): void {
    this.#state.set({ step: 'saved' });
  }

  dropped(refusal: Refusal): void {
    this.#state.set({ step: 'dropped' });
    this.#settle({ kind: 'refused', refusal });
  }
}

/** Where the command of an earlier run, or of another tab, stands. */
export function restoredReceipt({ state }: OutboxEntry): LiveReceipt {
  const receipt = new LiveReceipt({ step: 'saved' });
  settleReceipt(receipt, { kind: 'waiting' }, state);
  return receipt;
}

/** What a stored state that has changed means for whoever waits. */
export function settleReceipt(receipt: LiveReceipt, before: EntryState, state: EntryState): void {
  if (before.kind === 'committed') return;
  if (state.kind === 'refused') {
    if (before.kind !== 'refused') receipt.refused(state.refusal);
  } else if (state.kind === 'held') receipt.held(state.because);
  else if (state.kind === 'committed') {
    const { position: lastPosition, version } = state;
    receipt.committed({ kind: 'committed', firstPosition: lastPosition, lastPosition, version });
  } else if (before.kind === 'held') receipt.released();
}
