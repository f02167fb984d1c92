import type { Bus } from '@atrium/engine';
import type { FastifyInstance } from 'fastify';
import type { RequestRate } from '../api/api-context.ts';
import type { Settings } from '../settings.ts';
import { refusalBody } from './to-refusal.ts';

const SECONDS = 10;
/** Many people may share an address. */
const PEOPLE_PER_ADDRESS = 5;
const SIGN_INS = { points: 10, seconds: 60 };

/** Holds every request to `/api` to the rate of its address, and signing in to a slower one. */
export function limitRequests(
  http: FastifyInstance,
  bus: Pick<Bus, 'rate'>,
  { requestRate, limitSignIns }: Pick<Settings, 'requestRate'> & { readonly limitSignIns: boolean },
): RequestRate {
  const isLimited = requestRate > 0;
  const ofUser = bus.rate('request-user', { points: Math.max(1, requestRate), seconds: SECONDS });
  const ofAddress = bus.rate('request-address', {
    points: Math.max(1, requestRate * PEOPLE_PER_ADDRESS),
    seconds: SECONDS,
  });
  const ofSignIns = bus.rate('sign-in', SIGN_INS);

  http.addHook('onRequest', async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    if (!path.startsWith('/api/')) return;
    const isSignIn = limitSignIns && path.startsWith('/api/auth/sign-in/');
    const waits = [
      isLimited ? await ofAddress.take(request.ip, 1) : 0,
      isSignIn ? await ofSignIns.take(request.ip, 1) : 0,
    ];
    const retryAfterMs = Math.max(...waits);
    if (retryAfterMs === 0) return;
    await reply
      .code(429)
      .header('retry-after', Math.ceil(retryAfterMs / 1_000))
      .send({ ...refusalBody(429, 'RATE_LIMITED', TOO_MANY), data: { retryAfterMs } });
  });

  return async (userId) => {
    const retryAfterMs = isLimited ? await ofUser.take(userId, 1) : 0;
    if (retryAfterMs === 0) return undefined;
    return { code: 'RATE_LIMITED', message: TOO_MANY, details: { retryAfterMs } };
  };
}

const TOO_MANY = 'Too many requests. Try again in a moment.';
