import type { IncomingMessage } from 'node:http';

/**
 * Where a request comes from. Behind a proxy it is the last address of X-Forwarded-For, the one that the proxy
 * itself wrote: what stands before it the client may have made up.
 */
export function clientAddress(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? [request.headers['x-forwarded-for']].flat().join(',') : '';
  return forwarded.split(',').at(-1)?.trim() || (request.socket.remoteAddress ?? '');
}
