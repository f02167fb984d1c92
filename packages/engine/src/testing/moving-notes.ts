import { setTimeout as delay } from 'node:timers/promises';
import { type Command, newId, type Outcome, type TenantId } from '@atrium/protocol';
import { expect } from 'vitest';
import { DatabaseUnavailable } from '../database/database-unavailable.ts';
import type { Engine } from '../engine.ts';
import { noteCommand, SYSTEM } from './notes.ts';

const PACE_MS = 10;

/** Clients that increment notes of a tenant through several engines, one for each node. */
export interface NoteWriters {
  readonly tenantId: TenantId;
  readonly answers: ReadonlyMap<string, Outcome>;
  /** Resolves when so many more commands were answered. */
  answered(more: number): Promise<void>;
  stop(): Promise<void>;
  /** Everything that was acknowledged is there once, as every node sees it. */
  expectWhole(): Promise<void>;
}

/** As a client does: the same id again, for as long as nobody answers. */
export async function sendNote(engine: Engine, tenantId: TenantId, command: Command): Promise<Outcome> {
  for (;;) {
    try {
      return await engine.submit(tenantId, SYSTEM, command);
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error;
    }
  }
}

export async function writeNotes(
  engines: readonly Engine[],
  tenantId: TenantId,
  { notes = 5, clients = 4 } = {},
): Promise<NoteWriters> {
  const nodes = (index: number): Engine => engines[index % engines.length] as Engine;
  const ids = Array.from({ length: notes }, newId);
  for (const [n, id] of ids.entries()) {
    const input = { title: `Note ${n}`, secret: `s${n}`, slug: `n${n}` };
    await sendNote(nodes(n), tenantId, noteCommand('create', id, input));
  }
  const answers = new Map<string, Outcome>();
  const listeners = new Set<() => void>();
  let stopped = false;
  const writing = Array.from({ length: clients }, async (_, index) => {
    for (let n = 0; !stopped; n += 1) {
      const command = noteCommand('increment', ids[(index + n) % ids.length] ?? '');
      answers.set(command.id, await sendNote(nodes(index), tenantId, command));
      for (const listener of listeners) listener();
      // Clients that spin would leave no time to those who move.
      await delay(PACE_MS);
      // Every tenth is sent again, at the other node.
      if (n % 10 !== 0) continue;
      expect(await sendNote(nodes(index + 1), tenantId, command)).toEqual(answers.get(command.id));
    }
  });
  return {
    tenantId,
    answers,
    answered(more) {
      const enough = answers.size + more;
      return new Promise((resolve) => {
        const listener = () => {
          if (answers.size < enough) return;
          listeners.delete(listener);
          resolve();
        };
        listeners.add(listener);
      });
    },
    async stop() {
      stopped = true;
      await Promise.all(writing);
    },
    async expectWhole() {
      for (const engine of engines) {
        const events = await engine.readEvents(tenantId, { after: notes, limit: 100_000 });
        const byCommand = new Map(events.map((event) => [event.commandId, event.position]));
        expect(byCommand.size).toBe(events.length);
        expect(byCommand.size).toBe(answers.size);
        for (const [id, outcome] of answers) {
          expect(outcome).toMatchObject({ kind: 'committed', firstPosition: byCommand.get(id) });
        }
        const counts = (await engine.readRecords(tenantId, ids)).map(({ fields }) => Number(fields.count));
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(answers.size);
        expect(await engine.verify(tenantId)).toMatchObject({ ok: true, head: answers.size + notes });
      }
    },
  };
}
