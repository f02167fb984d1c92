import { createWorkItem, projectScope, WORKSPACE_SCOPE } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { browserPorts, type Client, createClient, databaseName, indexedDbStorage } from '@atrium/sync/client';
import type { WriterIdentity } from '../writer.ts';

let client: Client | undefined;
let projectId = '';

window.writer = {
  async open(who: WriterIdentity) {
    projectId = who.projectId;
    const opened = createClient({
      ...browserPorts(),
      ...who,
      url: location.origin,
      clientId: newId(),
      storage: await indexedDbStorage(databaseName(who.tenantId, who.personId)),
    });
    client = opened;
    window.addEventListener('online', () => opened.setOnline(true));
    window.addEventListener('offline', () => opened.setOnline(false));
    await opened.ready;
    for (const scope of [WORKSPACE_SCOPE, projectScope(projectId)]) opened.subscribe(scope);
  },
  async write(title) {
    const state = client?.send(createWorkItem(newId(), { project: projectId, title })).receipt.state;
    if (!state) throw new Error('It is not open.');
    await new Promise<void>((resolve) => {
      const look = () => state.get().step !== 'saving' && resolve();
      state.subscribe(look);
      look();
    });
  },
  async pending() {
    return (client?.queue() ?? []).map(({ command }) => String(command.input.title));
  },
  signedIn() {
    client?.reconnect();
  },
};
