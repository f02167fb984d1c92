export type PostgresProblemCode =
  | 'NO_BINARIES'
  | 'CANNOT_ENTER'
  | 'WRONG_VERSION'
  | 'INIT_FAILED'
  | 'START_FAILED'
  | 'UNREACHABLE';

/** PostgreSQL cannot be had. The sentence says what to do about it. */
export class PostgresProblem extends Error {
  override readonly name = 'PostgresProblem';
  readonly code: PostgresProblemCode;

  constructor(code: PostgresProblemCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
