import { isAdmin, memberOf } from '@atrium/model';
import { memberRoute, refusedWith } from './api-context.ts';
import { asReader } from './as-reader.ts';

export const log = {
  verification: memberRoute.log.verification.handler(async ({ context }) => {
    // Members only: whoever has left learns nothing.
    await asReader(context, async () => undefined);
    return context.engine.verification(context.tenantId);
  }),
  verify: memberRoute.log.verify.handler(async ({ input, context: { engine, tenantId, personId } }) => {
    const [person] = await engine.readRecords(tenantId, [personId]);
    const member = memberOf(person);
    if (!member || !isAdmin(member)) throw refusedWith('FORBIDDEN', 'Only owners and admins can do this.');
    return engine.verifyOn(tenantId, { by: personId, whole: input.whole });
  }),
};
