import type { MigrationSource } from '@atrium/engine';

export const IDENTITY_MIGRATIONS: MigrationSource = {
  package: 'identity',
  directory: new URL('../migrations/', import.meta.url),
};
