import { afterAll, beforeAll, expect, it } from 'vitest';
import { fillTable } from '../../testing/fill-table.ts';
import { type TwoNodes, twoNodes } from '../../testing/two-nodes.ts';
import type { Placement } from '../placement.ts';
import { digestQuery } from './row-digest.ts';
import { CONTROL_TABLES, readTenantTables } from './tenant-tables.ts';

let nodes: TwoNodes;

beforeAll(async () => {
  nodes = await twoNodes();
});
afterAll(async () => {
  await nodes?.close();
});

it('[MOVE2] every table that has a tenant_id goes along, as the catalogue lists them', async () => {
  const tenantId = await nodes.main.createTenant();
  const away = nodes.places.next();
  const digests = (placement: Placement) =>
    nodes.places.look(placement, async (owner) => {
      const found = new Map<string, unknown>();
      for (const table of await readTenantTables(owner)) {
        found.set(table.name, (await owner.query(digestQuery(table), [tenantId])).rows[0]);
      }
      return found;
    });
  await nodes.places.look('shared', async (owner) => {
    // One that did not exist when the move was written.
    await owner.query(
      'CREATE TABLE later (tenant_id uuid, "odd ""name" numeric, note text, PRIMARY KEY (tenant_id, note))',
    );
    for (const { name } of await readTenantTables(owner)) await fillTable(owner, name, tenantId);
  });
  const before = await digests('shared');
  expect([...before.keys()]).toEqual(
    expect.arrayContaining(['events', 'later', 'receipts', 'record_snapshots']),
  );
  for (const held of before.values()) expect(held).toMatchObject({ rows: expect.stringMatching(/^[1-9]/) });
  // The target is of the same version, so it has the table, too.
  await nodes.places.look('shared', (owner) =>
    owner.query(`CREATE DATABASE "${away.slice('database:'.length)}"`),
  );
  await nodes.databases[0].moveTenant(await nodes.main.createTenant(), away).catch(() => undefined);
  await nodes.places.look(away, (owner) =>
    owner.query(
      'CREATE TABLE later (tenant_id uuid, "odd ""name" numeric, note text, PRIMARY KEY (tenant_id, note))',
    ),
  );
  await nodes.places.look('shared', (owner) =>
    owner.query('UPDATE tenants SET head = 1 WHERE tenant_id = $1', [tenantId]),
  );
  const moved = nodes.databases[0].moveTenant(tenantId, away);
  // What was put into the log by hand has no hash: only the check of the log is against it.
  await expect(moved).rejects.toThrow(/The log does not hold at position 1/);
  await nodes.places.look('shared', async (owner) => {
    await owner.query('DELETE FROM events WHERE tenant_id = $1', [tenantId]);
    await owner.query('UPDATE tenants SET head = 0, head_hash = NULL WHERE tenant_id = $1', [tenantId]);
  });
  await nodes.databases[0].moveTenant(tenantId, away);
  const after = await digests(away);
  before.set('events', after.get('events'));
  expect(after).toEqual(before);
  expect(await nodes.rowsAt('shared', tenantId)).toEqual({});
  for (const placement of ['shared', away] as const) {
    await nodes.places.look(placement, (owner) => owner.query('DROP TABLE later'));
  }
});

it('[MOVE2] a table that cannot go along is refused by name; control tables are those of its policies', async () => {
  await nodes.places.look('shared', async (owner) => {
    await owner.query('CREATE TABLE keyless (tenant_id uuid)');
    await expect(readTenantTables(owner)).rejects.toThrow(/keyless has no primary key/);
    await owner.query('DROP TABLE keyless; CREATE TABLE counted (tenant_id uuid PRIMARY KEY, n serial)');
    await expect(readTenantTables(owner)).rejects.toThrow(/counted takes numbers from a sequence/);
    await owner.query('DROP TABLE counted');
    const { rows } = await owner.query(
      "SELECT tablename::text AS name FROM pg_policies WHERE qual LIKE '%app.control_tenant_id%' ORDER BY 1",
    );
    // Invitations are identity's, whose migrations are not in this database.
    expect(['invitations', ...rows.map(({ name }) => name)]).toEqual(CONTROL_TABLES);
  });
});

it('[MOVE2] tables that come while it is moved, with a newer version, stop the move', async () => {
  const tenantId = await nodes.main.createTenant();
  const move = nodes.databases[0].moveTenant(tenantId, nodes.usual, {
    async onStep(step) {
      if (step !== 'sealed') return;
      const newer = 'CREATE TABLE newer (tenant_id uuid PRIMARY KEY)';
      for (const place of ['shared', nodes.usual] as const)
        await nodes.places.look(place, (owner) => owner.query(newer));
    },
  });
  await expect(move).rejects.toThrow(/tables were changed during the move/);
  for (const place of ['shared', nodes.usual] as const) {
    await nodes.places.look(place, (owner) => owner.query('DROP TABLE newer'));
  }
  expect(await nodes.databases[0].moveTenant(tenantId, nodes.usual)).toMatchObject({ outcome: 'moved' });
});
