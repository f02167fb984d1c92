export { CLIENT_ADDRESS_HEADER, MIN_PASSWORD_LENGTH, SESSION_SECONDS } from './accounts.ts';
export { createIdentity, type Identity, type IdentityOptions } from './identity.ts';
export { type Invitation, type Invitations, newInvitationSchema } from './invitations.ts';
export { joinWorkspace } from './join-workspace.ts';
export { IDENTITY_MIGRATIONS } from './migrations.ts';
export type { Result } from './result.ts';
export type { Session, Sessions } from './sessions.ts';
export { findUser, newUserSchema, type User } from './users.ts';
export { createWorkspace, newWorkspaceSchema, slugFrom, type WorkspaceMembership } from './workspaces.ts';
