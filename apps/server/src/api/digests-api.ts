import { memberRoute, refused } from './api-context.ts';

export const digests = {
  read: memberRoute.digests.read.handler(
    async ({ input: { scope, ranges }, context: { sync, tenantId, personId } }) => {
      const answer = await sync.digests({ tenantId, personId, scope, ranges });
      if ('code' in answer) throw refused(answer);
      return { ...answer, ranges: [...answer.ranges] };
    },
  ),
};
