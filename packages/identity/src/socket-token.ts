import { createHmac, timingSafeEqual } from 'node:crypto';

/** Lets a client without cookies open a socket. Names a session, so that it dies with it. */
export interface SocketToken {
  readonly sessionId: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export function signSocketToken(secret: string, token: SocketToken): string {
  const payload = Buffer.from(JSON.stringify([token.sessionId, token.expiresAt])).toString('base64url');
  return `${payload}.${mac(secret, payload).toString('base64url')}`;
}

/** The token, if it is ours and has not run out. */
export function readSocketToken(secret: string, text: string, now: number): SocketToken | undefined {
  const [payload, signature, ...rest] = text.split('.');
  if (!payload || !signature || rest.length > 0) return undefined;
  const given = Buffer.from(signature, 'base64url');
  const expected = mac(secret, payload);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const [sessionId, expiresAt] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [string, number];
  return expiresAt > now ? { sessionId, expiresAt } : undefined;
}

function mac(secret: string, payload: string): Buffer {
  return createHmac('sha256', `socket-token:${secret}`).update(payload).digest();
}
