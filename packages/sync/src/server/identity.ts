import type { IncomingHttpHeaders } from 'node:http';
import type { ActorVia, Refusal } from '@atrium/protocol';

/** What a request shows of who is asking. */
export interface SyncRequest {
  readonly headers: IncomingHttpHeaders;
  /** From `Authorization: Bearer` or the `token` query parameter. */
  readonly token?: string;
  readonly ip: string;
}

/** Someone who proved who they are. */
export interface Identified {
  readonly userId: string;
  readonly sessionId: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** Through what they act; `web` unless told. */
  readonly via?: Extract<ActorVia, 'web' | 'api'>;
  /** The person the user is in a tenant; undefined when not a member. */
  tenantAccess(tenantId: string): string | undefined | Promise<string | undefined>;
}

export type Authenticate = (request: SyncRequest) => Promise<Identified | Refusal>;

export function isIdentified(who: Identified | Refusal): who is Identified {
  return 'userId' in who;
}
