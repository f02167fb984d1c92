import { memberRoute, refused } from './api-context.ts';

export const commands = {
  sync: memberRoute.commands.sync.handler(async ({ input, context: { sync, tenantId, personId } }) => {
    const answer = await sync.submitBatch({ tenantId, personId, body: input });
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
