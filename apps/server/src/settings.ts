import { resolve } from 'node:path';
import { z } from 'zod';

const flag = z.union([z.boolean(), z.stringbool()]);

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
  publicUrl: 'ATRIUM_PUBLIC_URL',
  allowedOrigins: 'ATRIUM_ALLOWED_ORIGINS',
  trustProxy: 'ATRIUM_TRUST_PROXY',
  secret: 'ATRIUM_SECRET',
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
