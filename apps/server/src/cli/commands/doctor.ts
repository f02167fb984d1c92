import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { askRedis } from '@atrium/engine';
import { Command } from 'commander';
import { readSettings, settingsSchema } from '../../settings.ts';
import { EXIT, tellError } from '../exit-codes.ts';
import { allWorkspaces } from '../find-workspace.ts';
import { createOutput } from '../output.ts';
import { type ToolOptions, withServices, withToolOptions } from '../with-services.ts';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

const SECRET = new Set(['secret', 'databaseUrl', 'redisUrl', 'metricsToken']);

export function doctorCommand(): Command {
  return withToolOptions(
    new Command('doctor').description('Say what Atrium runs with, and what is wrong where something is.'),
  ).action(async (options: ToolOptions) => {
    const output = createOutput(options.json === true);
    const settings = readSettings({ dataDir: options.data });
    const checks: Check[] = [checkNode(), checkWebApp()];
    try {
      await withServices({ ...options, json: true }, async ({ postgres, database }) => {
        checks.push({ name: 'PostgreSQL', ok: true, detail: postgres.description });
        const workspaces = await allWorkspaces(database);
        checks.push({ name: 'Workspaces', ok: true, detail: String(workspaces.length) });
        const { trigrams, indexedExpressions } = database.capabilities;
        const search = trigrams
          ? 'forgives typing errors'
          : 'exact words only (the pg_trgm extension is missing)';
        checks.push({ name: 'Search', ok: true, detail: search });
        const views = indexedExpressions
          ? 'use indexes'
          : 'scan (the database user may not mark functions leakproof)';
        checks.push({ name: 'Views over many records', ok: true, detail: views });
        for (const { placement, tenants, ok, detail } of await database.places()) {
          if (placement === 'shared') continue;
          checks.push({ name: `Place ${placement} (${tenants} workspaces)`, ok, detail });
        }
      });
    } catch (error) {
      checks.push({ name: 'PostgreSQL', ok: false, detail: tellError(error).message });
    }
    if (settings.redisUrl) checks.push(await checkRedis(settings.redisUrl, settings.secret));
    const ok = checks.every((check) => check.ok);
    const shown = Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [name, SECRET.has(name) && value ? '(set)' : value]),
    );
    // By name: the addresses hold passwords.
    if (settings.databases) shown.databases = Object.keys(settings.databases);
    output.result({ ok, checks, settings: shown }, () => describe(checks, shown));
    if (!ok) process.exitCode = EXIT.failedCheck;
  });
}

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return { name: 'Node.js', ok, detail: `${process.versions.node}${ok ? '' : '; 20.19 or later is needed'}` };
}

async function checkRedis(url: string, secret: string | undefined): Promise<Check> {
  try {
    const detail = await askRedis(url);
    if (secret) return { name: 'Redis', ok: true, detail };
    return {
      name: 'Redis',
      ok: false,
      detail: `${detail}; servers hear each other only with the same ATRIUM_SECRET`,
    };
  } catch (error) {
    return {
      name: 'Redis',
      ok: false,
      detail: `REDIS_URL cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

function checkWebApp(): Check {
  const built = existsSync(fileURLToPath(new URL('../../../../web/dist/index.html', import.meta.url)));
  return { name: 'Web app', ok: built, detail: built ? 'built' : 'not built; npm start builds it' };
}

function describe(checks: readonly Check[], settings: { readonly [name: string]: unknown }): string {
  const lines = checks.map(({ name, ok, detail }) => `${ok ? 'ok  ' : 'FAIL'} ${name}: ${detail}`);
  const shape = settingsSchema.shape;
  const set = Object.entries(settings).map(([name, value]) => {
    const about = shape[name as keyof typeof shape]?.description ?? '';
    return `     ${name} = ${JSON.stringify(value) ?? '(not set)'}   ${about}`;
  });
  return [...lines, '', 'Settings:', ...set].join('\n');
}
