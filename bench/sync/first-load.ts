import { projectScope, WORKSPACE_SCOPE } from '@atrium/model';
import { isReady, openClient } from './open-client.ts';
import type { ServerReady } from './server-process.ts';

export interface FirstLoad {
  /** Milliseconds from asking for a project until all of it is in the client's store and its digest is right. */
  readonly bootstrapMs: number;
  /** The same from nothing: with connecting, and the workspace before it. */
  readonly coldMs: number;
  readonly records: number;
}

/** A fresh client loads a project whole. It calls the scope ready only when count and digest are as the server says. */
export async function firstLoad(server: ServerReady, projectId = server.loadedProjectId): Promise<FirstLoad> {
  const began = performance.now();
  const client = openClient(server);
  await isReady(client.subscribe(WORKSPACE_SCOPE));
  const asked = performance.now();
  await isReady(client.subscribe(projectScope(projectId)));
  const ended = performance.now();
  const records = client.store.select({
    type: 'work_item',
    where: { project: projectId },
  }).length;
  await client.close();
  return { bootstrapMs: ended - asked, coldMs: ended - began, records };
}

/** What the server sends for it, as text. */
export async function bootstrapBody({
  url,
  tenantId,
  people,
  loadedProjectId,
}: ServerReady): Promise<string> {
  const query = new URLSearchParams({ workspace: tenantId, scope: projectScope(loadedProjectId) });
  const response = await fetch(`${url}/api/v1/bootstrap?${query}`, {
    headers: { cookie: people[0]?.cookie ?? '' },
  });
  if (!response.ok) throw new Error(`The bootstrap answered ${response.status}.`);
  return response.text();
}

/** The limit: the same lines from memory over plain HTTP, parsed and put into a map. */
export async function bareLoad(port: number): Promise<number> {
  const began = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}`);
  const records = new Map<string, unknown>();
  for (const line of (await response.text()).split('\n')) {
    if (line === '') continue;
    const record = JSON.parse(line) as { id?: string };
    records.set(record.id ?? '', record);
  }
  return performance.now() - began;
}
