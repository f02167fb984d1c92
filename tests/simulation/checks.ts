import { canRead, memberOf, placeOf, scopesOf } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { expect } from 'vitest';
import type { SimulatedClient } from './simulated-client.ts';
import type { Simulation } from './simulation.ts';

/** What must hold once everyone is connected and at rest. */
export async function checkOutcome(simulation: Simulation): Promise<void> {
  const { engine, clients, time } = simulation;
  for (const [commandId, count] of engine.commits) {
    expect(count, `command ${commandId} is in the log once`).toBe(1);
  }
  for (const client of clients) {
    expect(client.faults).toEqual([]);
    checkPromises(simulation, client);
  }
  for (const client of clients) client.dropAttention();
  if (simulation.options.tabs) await time.advance(15_000);
  for (const client of clients) {
    expect(client.client.queue(), `${client.name} has an empty queue`).toEqual([]);
    checkRecords(simulation, client);
  }
}

function checkPromises({ engine }: Simulation, client: SimulatedClient): void {
  const queued = new Set(client.client.queue().map(({ command }) => command.id));
  for (const { commandId, name, acked, saved, given } of client.issued.values()) {
    const outcome = engine.receipts.get(commandId);
    if (acked)
      expect(outcome?.kind, `${client.name}: acked ${name} ${commandId} is in the log`).toBe('committed');
    if (!saved || given || client.isGivenUp(commandId)) continue;
    const isKept = outcome?.kind === 'committed' || queued.has(commandId);
    expect(isKept, `${client.name}: saved ${name} ${commandId} is neither lost nor forgotten`).toBe(true);
  }
}

/** Exactly the live records that the person may read in the scopes that the client looks at. */
function checkRecords({ engine, options: { corruption } }: Simulation, client: SimulatedClient): void {
  const { records } = engine.world;
  const { store } = client.client;
  const scopes = new Set(client.scopes.filter((scope) => client.status(scope) === 'ready'));
  const member = memberOf(records.get(client.personId));
  const expected = new Map<string, RecordState>();
  for (const record of records.values()) {
    const place = placeOf(record);
    const project = record.type === 'project' ? record : records.get(place.projectId ?? '');
    if (!member || !canRead(member, record, project)) continue;
    if (scopesOf(record.id, place).some((scope) => scopes.has(scope))) expected.set(record.id, record);
  }
  for (const record of expected.values()) {
    const held = store.get(record.id);
    // A deleted record is told of as it goes and is not part of a scope read whole.
    if (record.deletedAt !== null && (held === undefined || corruption)) continue;
    expect(held, `${client.name}: ${JSON.stringify(held)} instead of ${JSON.stringify(record)}`).toEqual(
      record,
    );
  }
  for (const record of store.all()) {
    // Only what is looked at is kept up to date, and so compared.
    if (corruption && !scopesOf(record.id, placeOf(record)).some((scope) => scopes.has(scope))) continue;
    const truth = records.get(record.id);
    const place = truth && placeOf(truth);
    const project = truth?.type === 'project' ? truth : records.get(place?.projectId ?? '');
    expect(truth, `${client.name} shows ${record.type} ${record.id}, which does not exist`).toBeDefined();
    const mayRead = member && truth && canRead(member, truth, project);
    expect(mayRead, `${client.name} shows ${record.type} ${record.id}, which it may not see`).toBe(true);
  }
}
