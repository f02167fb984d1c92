/** Every reason to refuse a command or a request, with what it means. Codes are stable: never rename one. */
export const REFUSAL_CODES = {
  INVALID_INPUT: 'The input does not fit the command; details.issues says where.',
  UNKNOWN_COMMAND: 'No command of that name exists.',
  UNKNOWN_FIELD: 'The record type has no such field.',
  UNAUTHENTICATED: 'The session is missing, expired or revoked.',
  FORBIDDEN: 'The role or the project membership does not allow this.',
  NOT_FOUND: 'The record does not exist, or may not be seen.',
  ALREADY_EXISTS: 'A record with this id or key already exists.',
  DELETED: 'The record is deleted; restore it first.',
  CONFLICT: 'Someone else changed the same fields; details.fields has base, theirs and mine.',
  HIERARCHY: 'The parent cannot hold an item of this type.',
  HIERARCHY_CYCLE: 'The item would be its own ancestor; details.path has the keys.',
  DEPENDENCY_CYCLE: 'The dependency would close a cycle; details.path has the keys.',
  LIMIT_EXCEEDED: 'A size or count limit would be passed; details.limit says which.',
  NOTHING_TO_UNDO: 'The command made no change that could still be undone.',
  UNDO_STALE: 'Later changes stand in the way; details.records says where.',
  LAST_OWNER: 'A workspace needs at least one owner.',
  RATE_LIMITED: 'Too many requests; details.retryAfterMs says how long to wait.',
  UNAVAILABLE: 'The store cannot be reached; nothing was changed, try again.',
} as const;

export type RefusalCode = keyof typeof REFUSAL_CODES;
