import type { Command } from '@atrium/protocol';
import { Cell, type Observable } from './observable.ts';

/** Commands that are undone and redone together. */
export interface UndoStep {
  readonly cause: string | undefined;
  readonly commands: readonly Command[];
}

const MOST_STEPS = 100;

/** What this session did, newest last, and what of it was undone. Only remembers; the client sends. */
export class UndoStack {
  #done: UndoStep[] = [];
  #undone: UndoStep[] = [];
  readonly #depth = new Cell({ undo: 0, redo: 0 });

  /** How many steps could be undone and redone. */
  get depth(): Observable<{ readonly undo: number; readonly redo: number }> {
    return this.#depth;
  }

  /** A new command; commands of one cause make one step. What was undone cannot be redone after it. */
  did(command: Command): void {
    const last = this.#done.at(-1);
    if (last && command.cause !== undefined && last.cause === command.cause) {
      this.#done[this.#done.length - 1] = { ...last, commands: [...last.commands, command] };
    } else {
      this.#done.push({ cause: command.cause, commands: [command] });
      if (this.#done.length > MOST_STEPS) this.#done.shift();
    }
    this.#undone = [];
    this.#tell();
  }

  /** A refused command left nothing to undo. */
  refused(commandId: string): void {
    this.#done = without(this.#done, commandId);
    this.#undone = without(this.#undone, commandId);
    this.#tell();
  }

  /** The newest step, or the one that this command is part of. */
  takeUndo(commandId?: string): UndoStep | undefined {
    const at = commandId
      ? this.#done.findLastIndex(({ commands }) => commands.some(({ id }) => id === commandId))
      : this.#done.length - 1;
    const [step] = at < 0 ? [] : this.#done.splice(at, 1);
    this.#tell();
    return step;
  }

  takeRedo(): UndoStep | undefined {
    const step = this.#undone.pop();
    this.#tell();
    return step;
  }

  /** @param commands those that undid a step */
  didUndo(commands: readonly Command[]): void {
    if (commands.length > 0) this.#undone.push({ cause: commands[0]?.cause, commands });
    this.#tell();
  }

  didRedo(commands: readonly Command[]): void {
    if (commands.length > 0) this.#done.push({ cause: commands[0]?.cause, commands });
    this.#tell();
  }

  #tell(): void {
    const depth = { undo: this.#done.length, redo: this.#undone.length };
    const now = this.#depth.get();
    if (now.undo !== depth.undo || now.redo !== depth.redo) this.#depth.set(depth);
  }
}

function without(steps: readonly UndoStep[], commandId: string): UndoStep[] {
  return steps
    .map((step) => ({ ...step, commands: step.commands.filter(({ id }) => id !== commandId) }))
    .filter(({ commands }) => commands.length > 0);
}
