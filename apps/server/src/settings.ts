import { resolve } from 'node:path';
import { z } from 'zod';

const flag = z.union([z.boolean(), z.stringbool()]);

/** `eu=postgres://… us=postgres://…`. What is wrong is told without the address: it holds a password. */
function namedAddresses(list: string, context: z.RefinementCtx): Record<string, string> {
  const named: Record<string, string> = {};
  for (const entry of list.split(/\s+/).filter(Boolean)) {
    const [, name, address] = /^([a-z0-9][a-z0-9_-]{0,62})=(postgres(?:ql)?:\/\/.+)$/.exec(entry) ?? [];
    if (name && address) named[name] = address;
    else context.addIssue({ code: 'custom', message: 'Write name=postgres://…, separated by spaces.' });
  }
  return named;
}

/** Everything that can be set, with defaults. From flags first, then the environment. */
export const settingsSchema = z.object({
  port: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(4000)
    .describe('Port to listen on; 0 takes a free one.'),
  host: z.string().default('127.0.0.1').describe('Address to listen on; 0.0.0.0 for every network.'),
  dataDir: z
    .string()
    .default('./data')
    .transform((path) => resolve(path))
    .describe('Where data and secrets are kept.'),
  databaseUrl: z
    .string()
    .optional()
    .describe('A PostgreSQL of your own (15 or later) instead of the built-in one.'),
  redisUrl: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .describe('A Redis through which several servers on one PostgreSQL tell each other what is new.'),
  databases: z
    .string()
    .transform(namedAddresses)
    .optional()
    .describe(
      'Other PostgreSQL databases that workspaces may be moved to, as name=address, separated by spaces.',
    ),
  publicUrl: z.url().optional().describe('The address people use, where a proxy stands in front.'),
  allowedOrigins: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    )
    .describe('Other origins that browsers may call from, separated by commas.'),
  trustProxy: flag.default(false).describe('Whether X-Forwarded-* headers are to be believed.'),
  secret: z
    .string()
    .min(32)
    .optional()
    .describe('Signs sessions; generated into the data directory if absent.'),
  requestRate: z.coerce
    .number()
    .int()
    .min(0)
    .default(400)
    .describe(
      'API requests of one person in 10 seconds, and five times as many of one address; 0 for any number.',
    ),
  snapshotEvery: z.coerce
    .number()
    .int()
    .min(5)
    .max(10_000)
    .default(50)
    .describe("A record's state is stored after so many changes of it, so that its past is near."),
  snapshotDays: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_650)
    .default(30)
    .describe('It is stored after so many days, too, if it has changed at least ten times since.'),
  snapshotsKept: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(20)
    .describe('So many of the newest stored states of a record always stay.'),
  snapshotsKeptDays: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_650)
    .default(90)
    .describe('Stored states younger than this stay, too; of the older ones every tenth.'),
  metricsToken: z
    .string()
    .min(16)
    .optional()
    .describe('Whoever brings it as a bearer token may read /metrics; without one there is no such address.'),
  logLevel: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .default('warn')
    .describe('How much is logged.'),
});

export type Settings = z.infer<typeof settingsSchema>;

const ENVIRONMENT: Record<keyof Settings, string> = {
  port: 'PORT',
  host: 'ATRIUM_HOST',
  dataDir: 'ATRIUM_DATA',
  databaseUrl: 'DATABASE_URL',
  redisUrl: 'REDIS_URL',
  databases: 'ATRIUM_DATABASES',
  publicUrl: 'ATRIUM_PUBLIC_URL',
  allowedOrigins: 'ATRIUM_ALLOWED_ORIGINS',
  trustProxy: 'ATRIUM_TRUST_PROXY',
  secret: 'ATRIUM_SECRET',
  requestRate: 'ATRIUM_REQUEST_RATE',
  snapshotEvery: 'ATRIUM_SNAPSHOT_EVERY',
  snapshotDays: 'ATRIUM_SNAPSHOT_DAYS',
  snapshotsKept: 'ATRIUM_SNAPSHOTS_KEPT',
  snapshotsKeptDays: 'ATRIUM_SNAPSHOTS_KEPT_DAYS',
  metricsToken: 'ATRIUM_METRICS_TOKEN',
  logLevel: 'ATRIUM_LOG_LEVEL',
};

/** A setting that cannot be used, told by its flag and its variable. */
export class SettingsProblem extends Error {
  override readonly name = 'SettingsProblem';
}

export function readSettings(
  flags: { readonly [name: string]: unknown },
  environment: NodeJS.ProcessEnv = process.env,
): Settings {
  const raw: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(ENVIRONMENT)) {
    const value = flags[name] ?? (environment[variable] || undefined);
    if (value !== undefined) raw[name] = value;
  }
  const parsed = settingsSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    return `${name} (${ENVIRONMENT[name as keyof Settings] ?? name}): ${message}`;
  });
  throw new SettingsProblem(`These settings cannot be used. ${sentences.join(' ')}`);
}
