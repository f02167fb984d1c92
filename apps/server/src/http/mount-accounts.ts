import { CLIENT_ADDRESS_HEADER, type Identity } from '@atrium/identity';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { requestHeaders } from './request-headers.ts';
import { refusalBody, refusalCodeOf } from './to-refusal.ts';

const MAX_BODY_BYTES = 64 * 1024;

/** Better Auth reads and answers by the fetch standard; its refusals are given the shape that ours have. */
export async function mountAccounts(http: FastifyInstance, identity: Identity): Promise<void> {
  await http.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES },
      (_request, body, done) => done(null, body),
    );
    scope.all('/api/auth/*', async (request, reply) => {
      if (!isReadable(request.body)) {
        return reply.code(400).send(refusalBody(400, 'INVALID_INPUT', 'The body is not JSON.'));
      }
      const answer = await identity.handleAccounts(standardRequest(request));
      for (const [name, value] of answer.headers) if (name !== 'set-cookie') reply.header(name, value);
      const cookies = answer.headers.getSetCookie();
      if (cookies.length > 0) reply.header('set-cookie', cookies);
      const text = await answer.text();
      if (answer.status < 400) return reply.code(answer.status).send(text);
      return reply
        .code(answer.status)
        .type('application/json; charset=utf-8')
        .removeHeader('content-length')
        .send(refusalOf(answer.status, text));
    });
  });
}

/** Better Auth would log each body that is none as an error of ours. */
function isReadable(body: unknown): boolean {
  if (!Buffer.isBuffer(body) || body.length === 0) return true;
  try {
    JSON.parse(body.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}

function standardRequest(request: FastifyRequest): Request {
  const { method, body } = request;
  const headers = requestHeaders(request.raw);
  headers.set(CLIENT_ADDRESS_HEADER, request.ip);
  const url = new URL(request.url, `${request.protocol}://${request.host}`);
  const hasBody = method !== 'GET' && method !== 'HEAD' && Buffer.isBuffer(body);
  return new Request(url, { method, headers, ...(hasBody && { body: new Uint8Array(body) }) });
}

function refusalOf(status: number, text: string) {
  const told = readObject(text);
  const code = typeof told.code === 'string' ? told.code : refusalCodeOf(status);
  const message = typeof told.message === 'string' ? told.message : undefined;
  if (status >= 500) return refusalBody(status, 'UNAVAILABLE', 'Something went wrong here. Try again.');
  return refusalBody(status, code, message ?? 'The request does not fit this address.');
}

function readObject(text: string): { readonly [name: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as { [name: string]: unknown }) : {};
  } catch {
    return {};
  }
}
