import type { Engine } from '@atrium/engine';
import { memberOf, permit, ROLES, type Role } from '@atrium/model';
import type { Actor, Instant, RecordId, TenantId } from '@atrium/protocol';
import { isId, newId } from '@atrium/protocol';
import { z } from 'zod';
import {
  digestOfSecret,
  newInvitationSecret,
  readInvitationToken,
  writeInvitationToken,
} from './invitation-token.ts';
import { joinWorkspace, personIdOf } from './join-workspace.ts';
import { failure, type Result, success } from './result.ts';
import { invalid, type User } from './users.ts';

const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

export interface Invitation {
  readonly id: string;
  readonly role: Role;
  readonly email: string | null;
  readonly createdBy: RecordId;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

interface StoredInvitation extends Invitation {
  readonly secretHash: Buffer;
  readonly acceptedBy: RecordId | null;
  readonly revokedAt: Instant | null;
}

export const newInvitationSchema = z.strictObject({
  role: z.enum(ROLES),
  email: z.string().trim().toLowerCase().pipe(z.email()).optional(),
});

const COLUMNS = `id, role, email, created_by AS "createdBy", created_at AS "createdAt",
  expires_at AS "expiresAt", secret_hash AS "secretHash", accepted_by AS "acceptedBy", revoked_at AS "revokedAt"`;

export interface Invitations {
  create(
    tenantId: TenantId,
    actor: Actor,
    input: unknown,
  ): Promise<Result<{ invitation: Invitation; token: string }>>;
  /** Those still open, newest first. */
  list(tenantId: TenantId, actor: Actor): Promise<Result<Invitation[]>>;
  revoke(tenantId: TenantId, actor: Actor, id: string): Promise<Result<null>>;
  /** What the person with the link sees before accepting. */
  describe(token: string): Promise<Result<{ workspaceName: string; role: Role; email: string | null }>>;
  accept(token: string, user: User): Promise<Result<{ tenantId: TenantId; personId: RecordId }>>;
}

export function createInvitations(engine: Engine, now: () => number = Date.now): Invitations {
  const mayInvite = async (tenantId: TenantId, actor: Actor, role?: Role): Promise<boolean> => {
    const [person] = await engine.readRecords(tenantId, [actor.personId]);
    const member = memberOf(person);
    if (!member || !permit(member, 'create', { type: 'person' })) return false;
    return role !== 'owner' || member.role === 'owner';
  };
  const forbidden = () => failure('FORBIDDEN', 'Only owners and admins invite people.');
  const gone = () =>
    failure('NOT_FOUND', 'This invitation was used, withdrawn or has run out. Ask for a new one.');

  const find = async (token: string) => {
    const parsed = readInvitationToken(token);
    if (!parsed) return undefined;
    const { tenantId, id, secret } = parsed;
    const stored = await engine.database.controlOf(tenantId, async (tx) => {
      const { rows } = await tx.query<StoredInvitation>(
        `SELECT ${COLUMNS} FROM invitations WHERE tenant_id = $1 AND id = $2`,
        [tenantId, id],
      );
      return rows[0];
    });
    if (!stored || !digestOfSecret(secret).equals(stored.secretHash)) return undefined;
    if (stored.revokedAt) return undefined;
    return Date.parse(stored.expiresAt) > now() ? { tenantId, stored } : undefined;
  };

  return {
    async create(tenantId, actor, input) {
      const parsed = newInvitationSchema.safeParse(input);
      if (!parsed.success) return invalid(parsed.error);
      const { role, email } = parsed.data;
      if (!(await mayInvite(tenantId, actor, role))) return forbidden();
      const secret = newInvitationSecret();
      const invitation: Invitation = {
        id: newId(),
        role,
        email: email ?? null,
        createdBy: actor.personId,
        createdAt: new Date(now()).toISOString(),
        expiresAt: new Date(now() + LIFETIME_MS).toISOString(),
      };
      await engine.database.controlOf(tenantId, (tx) =>
        tx.query(
          `INSERT INTO invitations (tenant_id, id, secret_hash, role, email, created_by, created_at, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [
            tenantId,
            invitation.id,
            digestOfSecret(secret),
            role,
            invitation.email,
            actor.personId,
            invitation.createdAt,
            invitation.expiresAt,
          ],
        ),
      );
      return success({ invitation, token: writeInvitationToken({ tenantId, id: invitation.id, secret }) });
    },

    async list(tenantId, actor) {
      if (!(await mayInvite(tenantId, actor))) return forbidden();
      const rows = await engine.database.controlOf(tenantId, async (tx) => {
        const found = await tx.query<StoredInvitation>(
          `SELECT ${COLUMNS} FROM invitations
           WHERE tenant_id = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $2
           ORDER BY created_at DESC`,
          [tenantId, new Date(now()).toISOString()],
        );
        return found.rows;
      });
      return success(
        rows.map(({ id, role, email, createdBy, createdAt, expiresAt }) => ({
          id,
          role,
          email,
          createdBy,
          createdAt,
          expiresAt,
        })),
      );
    },

    async revoke(tenantId, actor, id) {
      if (!(await mayInvite(tenantId, actor))) return forbidden();
      if (!isId(id)) return gone();
      const { rowCount } = await engine.database.controlOf(tenantId, (tx) =>
        tx.query(
          `UPDATE invitations SET revoked_at = $3
           WHERE tenant_id = $1 AND id = $2 AND accepted_at IS NULL AND revoked_at IS NULL`,
          [tenantId, id, new Date(now()).toISOString()],
        ),
      );
      return rowCount === 1 ? success(null) : gone();
    },

    async describe(token) {
      const found = await find(token);
      if (!found || found.stored.acceptedBy) return gone();
      const [workspace] = await engine.readRecords(found.tenantId, [found.tenantId]);
      return success({
        workspaceName: String(workspace?.fields.name ?? ''),
        role: found.stored.role,
        email: found.stored.email,
      });
    },

    async accept(token, user) {
      const found = await find(token);
      if (!found) return gone();
      const { tenantId, stored } = found;
      if (stored.email && stored.email !== user.email) {
        return failure('FORBIDDEN', 'This invitation is for another e-mail address.');
      }
      const personId = personIdOf(tenantId, user.userId);
      const [known] = await engine.readRecords(tenantId, [personId]);
      // Taken before: only to finish what a crash cut short, never to come back after a removal.
      if (stored.acceptedBy && (known || stored.acceptedBy !== personId)) return gone();
      if (!(await claim(engine, tenantId, stored.id, personId, now()))) return gone();
      return joinWorkspace(engine, tenantId, user, stored.role);
    },
  };
}

/** Takes the invitation for one person; false when someone else was faster. */
function claim(
  engine: Engine,
  tenantId: TenantId,
  invitationId: string,
  personId: RecordId,
  now: number,
): Promise<boolean> {
  return engine.database.controlOf(tenantId, async (tx) => {
    const taken = await tx.query(
      `UPDATE invitations SET accepted_at = $3, accepted_by = $4
       WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL AND (accepted_by IS NULL OR accepted_by = $4)`,
      [tenantId, invitationId, new Date(now).toISOString(), personId],
    );
    return taken.rowCount === 1;
  });
}
