/**
 * The floors of the house, stated once. `tests/architecture.test.ts` holds the sources, every package.json
 * and every tsconfig against this table; `tools/write-floors.ts` writes the lint rules of `biome.json` from it.
 */
export interface Package {
  readonly name: string;
  readonly folder: string;
  readonly floor: number;
  /** Folders of the package with rules of their own; the longest that fits a file holds. */
  readonly zones: readonly Zone[];
}

export interface Zone {
  readonly folder: string;
  /** Doors of other packages that files here may import. */
  readonly doors: readonly string[];
  /** Folders of the same package that files here may not import. */
  readonly never?: readonly string[];
  /** Runs in browsers, so no `node:` modules. */
  readonly isBrowser?: boolean;
  /** No clock, no randomness, no I/O: the same input always gives the same output. */
  readonly isPure?: boolean;
}

const PROTOCOL = '@atrium/protocol';
/** The contract of the REST interface: big, so only its server and its callers load it. */
const PROTOCOL_API = '@atrium/protocol/api';
const MODEL = '@atrium/model';
const ENGINE = '@atrium/engine';
const SYNC_CLIENT = '@atrium/sync/client';
/** Sends an outbox without showing it: small, for a service worker. */
const SYNC_WORKER = '@atrium/sync/worker';
const SYNC_SERVER = '@atrium/sync/server';
const IDENTITY = '@atrium/identity';
const EXCHANGE = '@atrium/exchange';

/** Doors that only tests may use, wherever the door without `/testing` is allowed. */
export const TESTING_DOORS: Readonly<Record<string, string>> = {
  '@atrium/model/testing': MODEL,
  '@atrium/engine/testing': ENGINE,
  '@atrium/exchange/testing': EXCHANGE,
};

export const PACKAGES: readonly Package[] = [
  {
    name: PROTOCOL,
    folder: 'packages/protocol',
    floor: 0,
    zones: [{ folder: 'packages/protocol/src', doors: [], isBrowser: true }],
  },
  {
    name: MODEL,
    folder: 'packages/model',
    floor: 1,
    zones: [{ folder: 'packages/model/src', doors: [PROTOCOL], isBrowser: true, isPure: true }],
  },
  {
    name: ENGINE,
    folder: 'packages/engine',
    floor: 2,
    zones: [{ folder: 'packages/engine/src', doors: [PROTOCOL, MODEL] }],
  },
  {
    name: '@atrium/sync',
    folder: 'packages/sync',
    floor: 3,
    zones: [
      {
        folder: 'packages/sync/src/shared',
        doors: [PROTOCOL, MODEL],
        never: ['packages/sync/src/client', 'packages/sync/src/server'],
        isBrowser: true,
      },
      {
        folder: 'packages/sync/src/client',
        doors: [PROTOCOL, MODEL],
        never: ['packages/sync/src/server'],
        isBrowser: true,
      },
      {
        folder: 'packages/sync/src/server',
        doors: [PROTOCOL, MODEL, ENGINE],
        never: ['packages/sync/src/client'],
      },
      // Where both halves meet: pairs of sockets and simulations, for tests only.
      { folder: 'packages/sync/src/testing', doors: [PROTOCOL, MODEL, ENGINE] },
    ],
  },
  {
    name: IDENTITY,
    folder: 'packages/identity',
    floor: 3,
    zones: [{ folder: 'packages/identity/src', doors: [PROTOCOL, PROTOCOL_API, MODEL, ENGINE] }],
  },
  {
    name: EXCHANGE,
    folder: 'packages/exchange',
    floor: 3,
    zones: [{ folder: 'packages/exchange/src', doors: [PROTOCOL, MODEL, ENGINE] }],
  },
  {
    name: '@atrium/server',
    folder: 'apps/server',
    floor: 4,
    zones: [
      {
        folder: 'apps/server/src',
        doors: [PROTOCOL, PROTOCOL_API, MODEL, ENGINE, SYNC_CLIENT, SYNC_SERVER, IDENTITY, EXCHANGE],
      },
    ],
  },
  {
    name: '@atrium/web',
    folder: 'apps/web',
    floor: 4,
    zones: [
      {
        folder: 'apps/web/src',
        doors: [PROTOCOL, PROTOCOL_API, MODEL, SYNC_CLIENT, SYNC_WORKER],
        isBrowser: true,
      },
    ],
  },
];

/** Free to use every door, but only doors. */
export const OPEN_FOLDERS: readonly string[] = ['tests', 'bench', 'tools'];

/** Names that gather what has no subject. */
export const FORBIDDEN_NAMES: readonly string[] = ['utils', 'helpers', 'common', 'misc', 'types'];

export const LONGEST_FILE = 400;

/** What a pure zone may not even name. */
export const IMPURE_GLOBALS: readonly string[] = [
  'Date',
  'performance',
  'crypto',
  'process',
  'globalThis',
  'fetch',
  'setTimeout',
  'setInterval',
  'queueMicrotask',
];

/** Tests, their suites, and settings of tools: exempt from purity, length and default exports. */
export function isTestFile(path: string): boolean {
  return /\.(test|contract|bench)\.tsx?$/.test(path) || path.includes('/testing/');
}

export function packageOf(path: string): Package | undefined {
  return PACKAGES.find((entry) => path.startsWith(`${entry.folder}/`));
}

export function zoneOf(path: string): Zone | undefined {
  return PACKAGES.flatMap((entry) => entry.zones).find((zone) => path.startsWith(`${zone.folder}/`));
}

/** `@atrium/sync` for `@atrium/sync/client`. */
export function packageNameOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
