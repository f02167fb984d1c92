import {
  DatabaseUnavailable,
  DataDirectoryInUse,
  MigrationProblem,
  MoveProblem,
  PostgresProblem,
} from '@atrium/engine';
import { ArchiveProblem, TargetProblem } from '@atrium/exchange';
import { SettingsProblem } from '../settings.ts';

/** Exit codes, as `--help` lists them. */
export const EXIT = { ok: 0, bug: 1, usage: 2, refused: 3, unavailable: 4, failedCheck: 5 } as const;

/** A command could not be done, for a reason that people can act on. */
export class CommandProblem extends Error {
  override readonly name = 'CommandProblem';
  readonly code: string;
  readonly exitCode: number;

  constructor(code: string, message: string, exitCode: number = EXIT.refused) {
    super(message);
    this.code = code;
    this.exitCode = exitCode;
  }
}

export interface ToldError {
  readonly code: string;
  readonly message: string;
  readonly exitCode: number;
}

/** Errors that are no bugs, as people and programs are told of them. */
export function tellError(error: unknown): ToldError {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof CommandProblem) return { code: error.code, message, exitCode: error.exitCode };
  if (error instanceof SettingsProblem) return { code: 'INVALID_INPUT', message, exitCode: EXIT.usage };
  if (error instanceof ArchiveProblem) return { code: error.code, message, exitCode: EXIT.refused };
  if (error instanceof TargetProblem) return { code: 'NOT_FOUND', message, exitCode: EXIT.refused };
  if (error instanceof MoveProblem) {
    const exitCode = error.code === 'CHECK_FAILED' ? EXIT.failedCheck : EXIT.refused;
    return { code: error.code, message, exitCode };
  }
  if (error instanceof DataDirectoryInUse)
    return { code: 'DATA_DIRECTORY_IN_USE', message, exitCode: EXIT.unavailable };
  if (error instanceof MigrationProblem)
    return { code: `MIGRATION_${error.code}`, message, exitCode: EXIT.unavailable };
  if (error instanceof PostgresProblem || error instanceof DatabaseUnavailable) {
    return { code: error.code, message, exitCode: EXIT.unavailable };
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return {
      code: 'PORT_IN_USE',
      message: 'The port is in use. Choose another with --port.',
      exitCode: EXIT.unavailable,
    };
  }
  const detail = error instanceof Error && error.stack ? error.stack : message;
  return { code: 'BUG', message: `Something unexpected happened. ${detail}`, exitCode: EXIT.bug };
}
