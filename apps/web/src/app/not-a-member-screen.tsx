import { ChevronRight } from 'lucide-react';
import { Avatar } from '../design/avatar.tsx';
import { EntryFrame } from '../features/landing/entry-frame.tsx';
import { AppLink } from '../shell/app-link.tsx';
import type { Me } from '../workspace/workspace-context.ts';
import { workspacePaths } from '../workspace/workspace-paths.ts';
import { SignOutLink } from './sign-out-link.tsx';

/** The address names a workspace that is not one's own; those that are stand here. */
export function NotAMemberScreen({ me, slug }: { me: Me; slug: string }) {
  return (
    <EntryFrame
      title="You are not in this workspace"
      lead={
        <>
          Nothing called <b className="font-medium text-ink">{slug}</b> is shared with you. Perhaps someone
          can invite you; meanwhile, these are yours.
        </>
      }
      foot={<SignOutLink email={me.email} />}
    >
      <ul className="-mx-2 flex flex-col gap-px">
        {me.workspaces.map((workspace) => (
          <li key={workspace.tenantId}>
            <AppLink
              href={workspacePaths(workspace.slug).home}
              className="flex h-11 items-center gap-3 rounded-control px-2 text-14 font-medium transition-colors hover:bg-hover"
            >
              <Avatar person={{ id: workspace.tenantId, name: workspace.name }} size="medium" />
              <span className="min-w-0 flex-1 truncate">{workspace.name}</span>
              <ChevronRight className="size-4 text-ink-faint" aria-hidden="true" />
            </AppLink>
          </li>
        ))}
      </ul>
    </EntryFrame>
  );
}
