import { memberRoute, refused, refusedWith } from './api-context.ts';

export const commands = {
  sync: memberRoute.commands.sync.handler(async ({ input, context }) => {
    const { sync, session, tenantId, personId, headers, address } = context;
    // What someone queued is never sent under the name of whoever signed in after them.
    if (input.person !== undefined && input.person !== personId) {
      throw refusedWith(
        'UNAUTHENTICATED',
        'Somebody else is signed in. Sign in as who queued these commands.',
      );
    }
    const answer = await sync.submitBatch({
      tenantId,
      personId,
      body: input,
      userId: session.userId,
      ip: address,
      via: isPage(headers) ? 'web' : 'api',
    });
    if ('code' in answer) throw refused(answer);
    return { outcomes: [...answer.outcomes] };
  }),
  undoCause: memberRoute.commands.undoCause.handler(
    async ({ input, context: { engine, tenantId, actor } }) => {
      const { undone, kept } = await engine.undoCause(tenantId, actor, input.cause);
      return { undone, kept: kept.map(({ recordId, reason }) => ({ recordId, reason })) };
    },
  ),
};

/** Browsers name the page behind a request that changes something, and programs have none. */
function isPage(headers: Headers): boolean {
  return headers.has('origin') || headers.has('sec-fetch-site');
}
