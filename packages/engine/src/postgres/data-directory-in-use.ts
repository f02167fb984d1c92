import type { ServerFile } from './server-file.ts';

/** Another server works on this data directory. */
export class DataDirectoryInUse extends Error {
  override readonly name = 'DataDirectoryInUse';
  readonly code = 'DATA_DIRECTORY_IN_USE';
  readonly dataDir: string;
  readonly server: ServerFile | undefined;

  constructor(dataDir: string, server: ServerFile | undefined) {
    const where = server?.port ? `, on port ${server.port}` : '';
    const who = server ? ` (process ${server.pid}, since ${server.startedAt}${where})` : '';
    super(
      `Another Atrium server already uses ${dataDir}${who}. Stop it first, or choose another data directory.`,
    );
    this.dataDir = dataDir;
    this.server = server;
  }
}
