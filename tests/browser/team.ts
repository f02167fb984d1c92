import { createWorkspace, joinWorkspace, type Result } from '@atrium/identity';
import { type CommandDraft, createProject, createWorkItem, type Role } from '@atrium/model';
import { newId, type Outcome, type RecordId, type TenantId } from '@atrium/protocol';
import { signIn } from '@atrium/server/testing';
import type { OpenOptions, OpenPage, RunningApp } from './start-app.ts';

export interface TeamMember {
  readonly name: string;
  readonly email: string;
  readonly personId: RecordId;
  readonly cookie: string;
  open(path: string, options?: OpenOptions): Promise<OpenPage>;
}

/** A workspace with a project, and people who can be put in front of a browser. */
export interface Team {
  readonly tenantId: TenantId;
  /** Where its screens are: `/w/…`. */
  readonly home: string;
  readonly owner: TeamMember;
  /** The project's key is `FER`. */
  readonly project: RecordId;
  readonly board: string;
  readonly list: string;
  member(name: string, role?: Role): Promise<TeamMember>;
  /** Items in the order given, numbered from 1; answers their ids. */
  items(titles: readonly string[], more?: Partial<Parameters<typeof createWorkItem>[1]>): Promise<RecordId[]>;
  /** A command by the owner, through the engine. */
  send(draft: CommandDraft): Promise<Outcome>;
}

export const PASSWORD = 'correct horse battery';
export const PROJECT_KEY = 'FER';

export async function createTeam(app: RunningApp, ownerName = 'Ada Lindqvist'): Promise<Team> {
  const { identity } = app.server.services;
  const createUser = async (name: string) => {
    const email = `${name.split(' ')[0]?.toLowerCase()}.${newId().slice(-6)}@test.example`;
    const user = orThrow(await identity.createUser({ name, email, password: PASSWORD }));
    return { user, email, cookie: await signIn(app.url, email, PASSWORD) };
  };
  const memberOf = (name: string, email: string, cookie: string, personId: RecordId): TeamMember => ({
    name,
    email,
    cookie,
    personId,
    open: (path, options) => app.open(path, { ...options, cookie }),
  });
  const first = await createUser(ownerName);
  const { tenantId, slug, personId } = orThrow(
    await createWorkspace(app.server.services.engine, first.user, { name: 'Ferry line' }),
  );
  const owner = memberOf(ownerName, first.email, first.cookie, personId);
  const send = (draft: CommandDraft) =>
    app.server.services.engine.submit(
      tenantId,
      { personId, via: 'web' },
      { ...draft, id: newId(), issuedAt: new Date().toISOString() },
    );
  const project = newId();
  committed(await send(createProject(project, { key: PROJECT_KEY, name: 'Ferry website' })));
  const home = `/w/${slug}`;
  return {
    tenantId,
    home,
    owner,
    project,
    board: `${home}/p/${PROJECT_KEY}/board`,
    list: `${home}/p/${PROJECT_KEY}/list`,
    send,
    async member(name, role = 'agent') {
      const { user, email, cookie } = await createUser(name);
      const joined = orThrow(await joinWorkspace(app.server.services.engine, tenantId, user, role));
      return memberOf(name, email, cookie, joined.personId);
    },
    async items(titles, more = {}) {
      const drafts = titles.map((title) =>
        createWorkItem(newId(), { status: 'todo', ...more, project, title }),
      );
      for (const outcome of await Promise.all(drafts.map(send))) committed(outcome);
      return drafts.map(({ recordId }) => recordId);
    },
  };
}

function committed(outcome: Outcome): void {
  if (outcome.kind === 'refused') throw new Error(outcome.refusal.message);
}

function orThrow<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.refusal.message);
}
