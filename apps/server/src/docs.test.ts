import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { contract } from '@atrium/protocol/api';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { EXIT } from './cli/exit-codes.ts';
import { createProgram } from './cli/program.ts';
import { REFUSAL_STATUS } from './http/refusal-status.ts';
import { readSettings, type Settings, settingsSchema } from './settings.ts';

function page(path: string): string {
  return readFileSync(new URL(`../../../docs/${path}`, import.meta.url), 'utf8');
}

/** Cells of the rows of a page's tables whose first cell is `quoted`. */
function rowsOf(path: string): string[][] {
  const rows = page(path)
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  return rows.map((row) =>
    row
      .slice(1, row.lastIndexOf('|'))
      .split('|')
      .map((cell) => cell.trim()),
  );
}

function unquoted(cell: string | undefined): string {
  return (cell ?? '').replace(/^`|`$/g, '');
}

function commandsOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap(commandsOf)];
}

function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}

/** One that is no default, as a variable would hold it, and what is made of it. */
const SAMPLES: { readonly [name in keyof Settings]-?: readonly [text: string, value: Settings[name]] } = {
  port: ['8080', 8080],
  host: ['0.0.0.0', '0.0.0.0'],
  dataDir: ['/srv/atrium', '/srv/atrium'],
  databaseUrl: ['postgres://db.example/atrium', 'postgres://db.example/atrium'],
  redisUrl: ['rediss://:secret@redis.example:6380/1', 'rediss://:secret@redis.example:6380/1'],
  databases: [
    'eu=postgres://db.example/eu us=postgres://db.example/us',
    { eu: 'postgres://db.example/eu', us: 'postgres://db.example/us' },
  ],
  publicUrl: ['https://atrium.example', 'https://atrium.example'],
  allowedOrigins: ['https://a.example, https://b.example', ['https://a.example', 'https://b.example']],
  trustProxy: ['true', true],
  secret: ['s'.repeat(32), 's'.repeat(32)],
  requestRate: ['0', 0],
  snapshotEvery: ['25', 25],
  snapshotDays: ['7', 7],
  snapshotsKept: ['3', 3],
  snapshotsKeptDays: ['365', 365],
  metricsToken: ['m'.repeat(16), 'm'.repeat(16)],
  logLevel: ['debug', 'debug'],
};

const settings = rowsOf('operators/settings.md').map(([name, flag, variable, standard, meaning]) => ({
  name: unquoted(name) as keyof Settings,
  flag: unquoted(flag),
  variable: unquoted(variable),
  standard: unquoted(standard),
  meaning,
}));

test('docs/operators/settings.md lists every setting with its default and meaning, and no other', () => {
  const shape = Object.entries(settingsSchema.shape);
  expect(settings.map(({ name, meaning }) => [name, meaning])).toEqual(
    shape.map(([name, schema]) => [name, schema.description]),
  );
  const defaults = readSettings({}, {});
  for (const { name, standard } of settings) {
    const said = name === 'dataDir' ? resolve(standard) : standard;
    expect(String(defaults[name] ?? ''), name).toBe(said);
  }
});

test.each(settings)('$name is set by $variable', ({ name, variable }) => {
  const [text, value] = SAMPLES[name];
  expect(readSettings({}, { [variable]: text })).toEqual({ ...readSettings({}, {}), [name]: value });
});

test('docs/operators/settings.md has the flags of start that set something, and no other', () => {
  const start = createProgram().commands.find((command) => command.name() === 'start');
  const others = ['--demo', '--json'];
  const flags = start?.options.map(({ long }) => long).filter((long) => !others.includes(long ?? ''));
  expect(settings.map(({ flag }) => flag).filter(Boolean)).toEqual(flags);
});

test('docs/operators/commands.md shows the help of every command as the program prints it', () => {
  const written = [
    ...page('operators/commands.md').matchAll(/^## (.+)\n(?:.*\n)*?```text\n([\s\S]*?)```$/gm),
  ];
  const printed = commandsOf(createProgram()).map((command) => {
    command.configureOutput({ getOutHelpWidth: () => 80 });
    return [fullName(command), command.helpInformation()];
  });
  expect(written.map(([, name, help]) => [name, help])).toEqual(printed);
});

test('docs/operators/commands.md lists every exit code', () => {
  expect(rowsOf('operators/commands.md').map(([code]) => Number(unquoted(code)))).toEqual(
    Object.values(EXIT),
  );
});

test('docs/api/rest.md has the status of every refusal', () => {
  const rows = rowsOf('api/rest.md').filter(([code]) => unquoted(code) in REFUSAL_STATUS);
  expect(Object.fromEntries(rows.map(([code, status]) => [unquoted(code), Number(status)]))).toEqual(
    REFUSAL_STATUS,
  );
});

test('docs/api/rest.md lists every route of the contract, who may ask, and what for', () => {
  const routes = Object.values(contract).flatMap((group) =>
    Object.values(group).map((procedure) => {
      const { method, path, tags, summary } = procedure['~orpc'].route;
      return [`\`${method} ${path}\``, tags?.join(', '), summary];
    }),
  );
  const rows = rowsOf('api/rest.md').filter(([route]) => /^`[A-Z]+ \//.test(route ?? ''));
  expect(rows).toEqual(routes);
});
