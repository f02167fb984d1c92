import type { CommandDraft } from '@atrium/model';
import type { Command, Refusal } from '@atrium/protocol';
import type { Observable } from '../observable.ts';
import type { Outbox } from './outbox.ts';
import type { EntryBase, OutboxEntry } from './outbox-entry.ts';
import type { Receipt } from './receipt.ts';

/** A command that waits for a person's decision. */
export interface AttentionItem {
  readonly command: Command;
  /** Its own, or that of the command it builds on. */
  readonly refusal: Refusal;
  /** What the record looked like then, also when it is out of sight now; absent for one that it creates. */
  readonly base?: EntryBase;
  /** Commands that are held until this one is settled. */
  readonly holds: readonly Command[];
}

export interface SentAgain {
  readonly command: Command;
  readonly receipt: Receipt;
}

export interface AttentionOptions {
  readonly outbox: Outbox;
  readonly toCommand: (draft: CommandDraft, cause?: string) => Command;
  /** The confirmed version of a record; 0 when it is not here. */
  readonly versionOf: (recordId: string) => number;
}

/** The "needs attention" tray: refused commands, never lost before someone has edited, retried or dropped them. */
export class Attention {
  readonly #options: AttentionOptions;

  constructor(options: AttentionOptions) {
    this.#options = options;
  }

  get changes(): Observable<{ readonly attention: number }> {
    return this.#options.outbox.counts;
  }

  list(): AttentionItem[] {
    const entries = this.#options.outbox.entries();
    return entries.flatMap(({ command, state, base }) => {
      if (state.kind !== 'refused') return [];
      const holds = entries.filter((other) => isHeldBy(other, command.id)).map((other) => other.command);
      return [{ command, refusal: state.refusal, ...(base && { base }), holds }];
    });
  }

  /** The same change once more, now on top of what others did: "keep mine". */
  retry(commandId: string): SentAgain | undefined {
    const entry = this.#options.outbox.entry(commandId);
    return entry && this.edit(commandId, { ...entry.command, baseVersion: this.#baseAfter(entry) });
  }

  /** Another change in its place, such as a merged value. With a cause, it belongs to that instead. */
  edit(commandId: string, draft: CommandDraft, cause?: string): SentAgain | undefined {
    const entry = this.#options.outbox.entry(commandId);
    if (!entry) return undefined;
    const { name, recordId, baseVersion, input } = draft;
    const inItsPlace = { name, recordId, baseVersion, input };
    const command = this.#options.toCommand(inItsPlace, cause ?? entry.command.cause);
    const receipt = this.#options.outbox.supersede(commandId, command);
    return receipt && { command, receipt };
  }

  /** Gives it up, and what it holds. Returns the ids of all that is gone. */
  drop(commandId: string): string[] {
    return this.#options.outbox.drop(commandId);
  }

  #baseAfter({ command, state }: OutboxEntry): number {
    const refusal = state.kind === 'refused' ? state.refusal : undefined;
    const seen = refusal?.code === 'CONFLICT' ? refusal.details?.version : undefined;
    const known = this.#options.versionOf(command.recordId);
    return typeof seen === 'number'
      ? Math.max(seen, command.baseVersion)
      : Math.max(known, command.baseVersion);
  }
}

function isHeldBy({ state }: OutboxEntry, commandId: string): boolean {
  return state.kind === 'held' && state.because === commandId;
}
