import type { Refusal } from '@atrium/protocol';
import type { ImportJob } from '@atrium/protocol/api';
import { memberRoute, refused, refusedWith } from './api-context.ts';
import { requireImporter } from './require-importer.ts';

export const imports = {
  list: memberRoute.imports.list.handler(async ({ context }) => {
    await requireImporter(context);
    return { imports: context.imports.list(context.tenantId) };
  }),
  get: memberRoute.imports.get.handler(async ({ input, context }) => {
    await requireImporter(context);
    const job = context.imports.get(context.tenantId, input.id);
    if (!job) throw refusedWith('NOT_FOUND', 'This import is not known any more.');
    return job;
  }),
  run: memberRoute.imports.run.handler(async ({ input, context }) => {
    const actor = await requireImporter(context);
    return orThrow(context.imports.run(context.tenantId, input.id, actor));
  }),
  undo: memberRoute.imports.undo.handler(async ({ input, context }) => {
    const actor = await requireImporter(context);
    return orThrow(context.imports.undo(context.tenantId, input.id, actor));
  }),
};

function orThrow(answer: ImportJob | Refusal): ImportJob {
  if ('code' in answer) throw refused(answer);
  return answer;
}
