import { ROLE_LABELS } from '@atrium/model';
import { Link2 } from 'lucide-react';
import { Button } from '../../design/button.tsx';
import { RelativeTime } from '../../design/relative-time.tsx';
import { problemOf } from '../../workspace/api-problem.ts';
import { usePerson } from '../../workspace/use-people.ts';
import { MembersSection } from './members-section.tsx';
import { useInvitations, useWithdrawInvitation } from './use-invitations.ts';

/** Links that were made and not used yet. */
export function OpenInvitations() {
  const invitations = useInvitations(true);
  const withdraw = useWithdrawInvitation();
  if (invitations.isError) {
    return (
      <p role="alert" className="text-13 text-late">
        The open invitations could not be read. {problemOf(invitations.error).sentence}
      </p>
    );
  }
  const list = invitations.data ?? [];
  if (list.length === 0) return null;
  return (
    <MembersSection title="Open invitations" count={list.length}>
      {list.map(({ id, email, role, createdBy, expiresAt }) => (
        <li key={id} className="flex min-h-14 items-center gap-3 py-2 pl-4 pr-3">
          <span className="inline-flex size-8 shrink-0 items-center justify-center rounded-full bg-sunken text-ink-faint">
            <Link2 className="size-4" aria-hidden="true" />
          </span>
          <div className="min-w-0 flex-1">
            <p className="truncate text-13 font-medium">{email ?? 'Anyone with the link'}</p>
            <p className="truncate text-12 text-ink-faint">
              {ROLE_LABELS[role]}, by <Inviter id={createdBy} />, runs out <RelativeTime at={expiresAt} />
            </p>
          </div>
          <Button
            size="small"
            busy={withdraw.isPending && withdraw.variables === id}
            onClick={() => withdraw.mutate(id)}
          >
            Withdraw
          </Button>
        </li>
      ))}
    </MembersSection>
  );
}

function Inviter({ id }: { id: string }) {
  return usePerson(id).name;
}
