import { createProject, projectScope, WORKSPACE_SCOPE } from '@atrium/model';
import { newId, type RecordId, type TenantId } from '@atrium/protocol';
import { signIn } from '@atrium/server/testing';
import type { Client } from '@atrium/sync/client';
import { openClient, type Seat } from './open-client.ts';
import { until } from './until.ts';

export const OWNER = { name: 'Olga', email: 'olga@test.example', password: 'correct horse battery' };

export interface FirstWorkspace {
  readonly tenantId: TenantId;
  readonly slug: string;
  readonly projectId: RecordId;
  /** Of the owner. */
  readonly seat: Seat;
}

/** What the first visitor of a fresh server does: makes the workspace, and a project in it. */
export async function setUpWorkspace(url: string, name: string): Promise<FirstWorkspace> {
  const made = await fetch(`${url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ user: OWNER, workspace: { name, slug: name.toLowerCase() } }),
  });
  if (!made.ok) throw new Error(`The set-up failed: ${await made.text()}`);
  const { tenantId, slug } = (await made.json()) as { tenantId: string; slug: string };
  const cookie = await signIn(url, OWNER.email, OWNER.password);
  const me = await fetch(`${url}/api/v1/auth/me`, { headers: { cookie } });
  const { workspaces } = (await me.json()) as { workspaces: { personId: string }[] };
  const seat = { url, tenantId, personId: workspaces[0]?.personId ?? '', cookie };
  const projectId = newId();
  const client = openClient(seat);
  await until(client.subscribe(WORKSPACE_SCOPE).status, ({ kind }) => kind === 'ready');
  await client.send(createProject(projectId, { key: name.slice(0, 3).toUpperCase(), name })).receipt.done;
  await client.close();
  return { tenantId, slug, projectId, seat };
}

/** A client that looks at the workspace and the project. */
export async function openInProject(seat: Seat, projectId: RecordId): Promise<Client> {
  const client = openClient(seat);
  await until(client.subscribe(WORKSPACE_SCOPE).status, ({ kind }) => kind === 'ready');
  await until(client.subscribe(projectScope(projectId)).status, ({ kind }) => kind === 'ready');
  return client;
}
