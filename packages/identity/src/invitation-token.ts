import { createHash, randomBytes } from 'node:crypto';
import type { TenantId } from '@atrium/protocol';
import { isId } from '@atrium/protocol';

/** What an invitation link carries: the tenant to look in, the invitation, and the secret that proves it. */
export interface InvitationToken {
  readonly tenantId: TenantId;
  readonly id: string;
  readonly secret: string;
}

export function newInvitationSecret(): string {
  return randomBytes(24).toString('base64url');
}

export function digestOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

export function writeInvitationToken({ tenantId, id, secret }: InvitationToken): string {
  return `${tenantId}.${id}.${secret}`;
}

export function readInvitationToken(text: string): InvitationToken | undefined {
  const [tenantId, id, secret, ...rest] = text.split('.');
  if (rest.length > 0 || !isId(tenantId) || !isId(id) || !secret || secret.length > 100) return undefined;
  return { tenantId, id, secret };
}
