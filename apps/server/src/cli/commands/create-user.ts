import { findUser, joinWorkspace, type Result, type User } from '@atrium/identity';
import { ROLES, type Role } from '@atrium/model';
import { Command, Option } from 'commander';
import type { Services } from '../../services.ts';
import { CommandProblem } from '../exit-codes.ts';
import { allWorkspaces } from '../find-workspace.ts';
import { type ToolOptions, withServices, withToolOptions } from '../with-services.ts';

interface CreateUserOptions extends ToolOptions {
  readonly email: string;
  readonly password: string;
  readonly workspace: string;
  readonly name?: string;
  readonly role?: Role;
}

export function createUserCommand(): Command {
  const command = new Command('create')
    .description('Create an account and make it a member of a workspace, which is made if there is none.')
    .requiredOption('--email <address>', 'e-mail address to sign in with')
    .requiredOption('--password <text>', 'at least 10 characters')
    .requiredOption('--workspace <slug>', 'address of the workspace, such as acme')
    .option('--name <name>', 'name on screen (default: from the e-mail address)')
    .addOption(
      new Option('--role <role>', 'role (default: owner of a new workspace, else agent)').choices(ROLES),
    );
  return withToolOptions(command).action(async (options: CreateUserOptions) => {
    await withServices(options, async (services, output) => {
      const { user, isNew } = await ensureUser(services, options);
      const member = await ensureMember(services, user, options);
      const value = { user: user.userId, email: user.email, created: isNew, ...member };
      output.result(value, () => {
        const account = isNew ? `Created ${user.email}` : `${user.email} exists, its password is unchanged`;
        return `${account}; member of "${options.workspace}".`;
      });
    });
  });
}

async function ensureUser(
  { identity, database }: Services,
  { email, password, name }: CreateUserOptions,
): Promise<{ user: User; isNew: boolean }> {
  const known = await findUser(database, email);
  if (known) return { user: known, isNew: false };
  const user = orThrow(await identity.createUser({ email, password, name: name ?? email.split('@')[0] }));
  return { user, isNew: true };
}

async function ensureMember(
  { identity, engine, database }: Services,
  user: User,
  { workspace, role }: CreateUserOptions,
): Promise<{ tenantId: string; personId: string }> {
  const found = (await allWorkspaces(database)).find(({ slug }) => slug === workspace);
  if (found) return orThrow(await joinWorkspace(engine, found.tenantId, user, role ?? 'agent'));
  const { tenantId, personId } = orThrow(
    await identity.createWorkspace(user, { name: workspace, slug: workspace }),
  );
  return { tenantId, personId };
}

function orThrow<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new CommandProblem(result.refusal.code, result.refusal.message);
}
