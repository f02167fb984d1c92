import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { findChromium } from './tools/chromium.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const chromium = findChromium();
// Global setups run in this very process.
if (chromium !== undefined) process.env.CHROMIUM_PATH = chromium;
const databaseSetup = fileURLToPath(new URL('packages/engine/src/testing/global-setup.ts', import.meta.url));
const webSetup = fileURLToPath(new URL('tests/browser/built-web.ts', import.meta.url));
const globalSetup = existsSync(databaseSetup) ? [databaseSetup] : [];

/** Packages are read from their sources, so that no test runs against a stale build. */
const conditions = ['source', ...defaultServerConditions];

const places = ['packages', 'apps', 'tests', 'bench'];
const files = (suffix: string) => places.map((place) => `${place}/**/*.${suffix}`);
const never = ['**/node_modules/**', '**/dist/**'];
const database = files('pg.test.{ts,tsx}');
const browser = files('browser.test.{ts,tsx}');

const base = { resolve: { conditions }, ssr: { resolve: { conditions } } };

export default defineConfig({
  root,
  ...base,
  test: {
    maxWorkers: 2,
    projects: [
      {
        ...base,
        test: {
          name: 'pure',
          include: files('test.{ts,tsx}'),
          exclude: [...never, ...database, ...browser],
          pool: 'threads',
          testTimeout: 20_000,
        },
      },
      {
        ...base,
        test: {
          name: 'database',
          include: database,
          exclude: never,
          globalSetup,
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...base,
        test: {
          name: 'browser',
          include: browser,
          exclude: never,
          globalSetup: [...globalSetup, webSetup],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts', 'apps/server/src/**/*.ts'],
      exclude: ['**/generated/**', '**/*.test.ts', '**/*.contract.ts', '**/testing/**', '**/index.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      reportsDirectory: 'coverage',
      thresholds: {
        'packages/protocol/src/**': { lines: 80 },
        'packages/model/src/**': { lines: 80 },
        'packages/engine/src/**': { lines: 80 },
        'packages/sync/src/**': { lines: 80 },
        'packages/identity/src/**': { lines: 80 },
        'packages/exchange/src/**': { lines: 80 },
      },
    },
  },
});
