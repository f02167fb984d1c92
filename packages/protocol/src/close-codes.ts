/** WebSocket close codes of `/ws`. 44xx is permanent: the client must not reconnect with the same request. */
export const CLOSE_CODES = {
  4400: { name: 'BAD_FRAME', meaning: 'A frame could not be decoded or came out of order.' },
  4401: { name: 'UNAUTHENTICATED', meaning: 'The session is missing, expired or signed out.' },
  4403: { name: 'FORBIDDEN', meaning: 'The person is no longer a member of the workspace.' },
  4406: { name: 'VERSION', meaning: 'No protocol version in common; reload the app.' },
  4409: { name: 'REPLACED', meaning: 'The same client opened a newer connection.' },
  4413: { name: 'TOO_LARGE', meaning: 'A frame is larger than the limit.' },
  4429: { name: 'RATE_LIMITED', meaning: 'Too many frames, after a warning.' },
  4500: { name: 'GOING_AWAY', meaning: 'The server stops; reconnect soon.' },
  4508: { name: 'SLOW_READER', meaning: 'The connection reads too slowly even after a resynchronisation.' },
  4510: { name: 'HEARTBEAT', meaning: 'No sign of life within the heartbeat.' },
} as const;

export type CloseCode = keyof typeof CLOSE_CODES;
