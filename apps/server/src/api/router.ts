import { auth, setup, workspaces } from './accounts-api.ts';
import { publicRoute } from './api-context.ts';
import { commands } from './commands-api.ts';
import { digests } from './digests-api.ts';
import { history } from './history-api.ts';
import { imports } from './imports-api.ts';
import { invitations } from './invitations-api.ts';
import { log } from './log-api.ts';
import { activity, records, search, workItems } from './records-api.ts';

export const router = publicRoute.router({
  setup,
  auth,
  workspaces,
  invitations,
  records,
  workItems,
  activity,
  search,
  digests,
  commands,
  imports,
  history,
  log,
});
