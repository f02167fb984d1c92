/** What a frame may hold at most. Lengths are in characters, `…Bytes` in bytes of UTF-8, `ownVersions` in entries. */
export const WIRE_LIMITS = {
  scope: 200,
  name: 100,
  cause: 200,
  clientId: 100,
  appVersion: 100,
  reason: 200,
  problemText: 10_000,
  ownVersions: 10_000,
  inputBytes: 1_048_576,
  presenceBytes: 16_384,
} as const;
