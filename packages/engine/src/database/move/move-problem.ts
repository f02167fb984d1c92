export type MoveProblemCode =
  | 'NOT_FOUND'
  | 'INVALID_INPUT'
  | 'MOVE_UNDER_WAY'
  | 'SAME_DATABASE'
  | 'TARGET_IN_USE'
  | 'CHECK_FAILED'
  | 'PAUSE_TOO_LONG';

/** A tenant is not moved, for a reason that people can act on. It works on where it was. */
export class MoveProblem extends Error {
  override readonly name = 'MoveProblem';
  readonly code: MoveProblemCode;

  constructor(code: MoveProblemCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
