import { Command } from 'commander';
import { seedDemo } from '../../demo/seed-demo.ts';
import { readSettings } from '../../settings.ts';
import { startServer } from '../../start-server.ts';
import { createOutput } from '../output.ts';

interface StartOptions {
  readonly port?: string;
  readonly host?: string;
  readonly data?: string;
  readonly demo?: boolean;
  readonly json?: boolean;
}

export function startCommand(): Command {
  return new Command('start')
    .description('Start Atrium: web app, API and sync on one port.')
    .option('--port <n>', 'port to listen on (default 4000, or PORT; 0 takes a free one)')
    .option('--host <address>', 'address to listen on (default 127.0.0.1; 0.0.0.0 for every network)')
    .option(
      '--data <dir>',
      'data directory (default ./data, or ATRIUM_DATA); DATABASE_URL replaces its database',
    )
    .option('--demo', 'fill an empty Atrium with a lively demo workspace and print its sign-in')
    .option('--json', 'machine-readable: the last line is one JSON object, once it is ready')
    .action(async (options: StartOptions) => {
      const output = createOutput(options.json === true);
      const settings = readSettings({ port: options.port, host: options.host, dataDir: options.data });
      const server = await startServer(settings);
      stopOnSignals(() => server.close());
      if (options.demo) await sayDemo(server.services, output);
      const { url } = server;
      output.result({ url }, () => `Atrium is ready at ${url}`);
      if (await server.services.identity.needsSetUp()) {
        output.say('Open it to create the first workspace. You will be its owner.');
      }
    });
}

async function sayDemo(
  services: Parameters<typeof seedDemo>[0],
  output: ReturnType<typeof createOutput>,
): Promise<void> {
  const demo = await seedDemo(services);
  if (!demo) {
    output.say('The demo workspace is only made in an empty Atrium; this one has people already.');
    return;
  }
  output.say(`Demo sign-in: ${demo.email}  password: ${demo.password}`);
  output.say(`Sign in as a colleague in a second browser: ${demo.colleague}  (same password)`);
}

/** Longer than the grace that connections get to finish what they began. */
const STOP_MS = 15_000;

function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // A second Ctrl-C means: now.
      if (stopping) process.exit(130);
      stopping = true;
      // What hangs, hangs; every acknowledged command is in the log already.
      setTimeout(() => process.exit(1), STOP_MS).unref();
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
          process.exit(1);
        },
      );
    });
  }
}
