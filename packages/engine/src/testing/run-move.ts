/**
 * A process for tests to kill: moves a tenant (argument 2) to a place (argument 3) in the database that argument 1
 * connects to. Says each step in a line, and takes the next one when it is told to.
 */
import { createInterface } from 'node:readline';
import { openDatabase } from '../database/open-database.ts';
import { parsePlacement } from '../database/placement.ts';
import { handleOf } from './test-database.ts';

const [connection = '{}', tenantId = '', to = ''] = process.argv.slice(2);
const placement = parsePlacement(to);
if (!placement) throw new Error(`Not a place: ${to}`);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const database = await openDatabase(handleOf(JSON.parse(connection)));
const report = await database.moveTenant(tenantId, placement, {
  onStep: async (step) => {
    process.stdout.write(`${step}\n`);
    await lines.next();
  },
});
process.stdout.write(`${JSON.stringify(report)}\n`);
await database.close();
process.exit();
