import { homeWorkspace } from '../../workspace/last-workspace.ts';
import type { EntryAnswer, EntryDoor, InviteLink } from './entry-door.ts';

interface Me {
  workspaces: readonly { slug: string; tenantId: string }[];
}

interface Answer {
  status: number;
  body: unknown;
}

const UNREACHABLE: EntryAnswer = {
  ok: false,
  sentence: 'The server cannot be reached. What you typed is kept: check the network and try again.',
};

/** The server over plain fetch: these few screens come before everything else and stay light. */
export function createHttpEntryDoor(request: typeof fetch = (...args) => fetch(...args)): EntryDoor {
  const call = async (path: string, body?: unknown): Promise<Answer> => {
    const response = await request(path, {
      method: body === undefined ? 'GET' : 'POST',
      credentials: 'same-origin',
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: readJson(text) };
  };

  const me = async (): Promise<Me | undefined> => {
    const { status, body } = await call('/api/v1/auth/me');
    return status === 200 ? (body as Me) : undefined;
  };

  const signIn: EntryDoor['signIn'] = (input) =>
    guarded(async () => {
      const { status, body } = await call('/api/auth/sign-in/email', input);
      if (status === 401)
        return { ok: false, sentence: 'This e-mail address and password do not belong together.' };
      if (status !== 200) return refusal(status, body);
      return { ok: true, to: home(await me()) };
    });

  return {
    needsSetUp: async () => {
      const { status, body } = await call('/api/v1/setup');
      if (status !== 200) throw new Error(said(body) ?? 'The server did not answer.');
      return (body as { needed: boolean }).needed;
    },
    signedInTo: async () => {
      const known = await me();
      return known && home(known);
    },
    signIn,
    setUp: ({ workspace, ...user }) =>
      guarded(async () => {
        const { status, body } = await call('/api/v1/setup', { user, workspace: { name: workspace } });
        if (status >= 300) return refusal(status, body);
        return signIn({ email: user.email, password: user.password });
      }),
    readInvite: async (token) => {
      const { status, body } = await call(`/api/v1/invitation-links/${encodeURIComponent(token)}`);
      if (status === 200) return body as InviteLink;
      if (status === 404) return undefined;
      throw new Error(said(body) ?? 'The invitation could not be read.');
    },
    acceptInvite: (token, user) =>
      guarded(async () => {
        const { status, body } = await call(acceptPath(token), { user });
        if (status >= 300) return refusal(status, body);
        const answer = await signIn({ email: user.email, password: user.password });
        return answer.ok ? { ok: true, to: await workspaceHome(body) } : answer;
      }),
    acceptInviteSignedIn: (token) =>
      guarded(async () => {
        const { status, body } = await call(acceptPath(token), {});
        return status < 300 ? { ok: true, to: await workspaceHome(body) } : refusal(status, body);
      }),
  };

  async function workspaceHome(accepted: unknown): Promise<string> {
    const { tenantId } = accepted as { tenantId: string };
    const known = await me();
    const joined = known?.workspaces.find((workspace) => workspace.tenantId === tenantId);
    return joined ? `/w/${joined.slug}` : home(known);
  }
}

async function guarded(work: () => Promise<EntryAnswer>): Promise<EntryAnswer> {
  try {
    return await work();
  } catch {
    return UNREACHABLE;
  }
}

function home(me: Me | undefined): string {
  const workspace = me && homeWorkspace(me.workspaces);
  return workspace ? `/w/${workspace.slug}` : '/w';
}

function acceptPath(token: string): string {
  return `/api/v1/invitation-links/${encodeURIComponent(token)}/accept`;
}

function refusal(status: number, body: unknown): EntryAnswer {
  if (status === 429) return { ok: false, sentence: 'Too many tries. Wait a minute, then try again.' };
  return {
    ok: false,
    sentence: said(body) ?? 'That did not work. Nothing was changed; try again in a moment.',
  };
}

function said(body: unknown): string | undefined {
  const message = (body as { message?: unknown } | undefined)?.message;
  return typeof message === 'string' && message !== '' ? message : undefined;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
