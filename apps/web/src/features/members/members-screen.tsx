import { WORKSPACE_SCOPE } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { ChevronRight, UserPlus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { classNames } from '../../design/class-names.ts';
import { RowsSkeleton } from '../../design/skeleton.tsx';
import { usePaletteItems } from '../../design/use-palette.ts';
import { Page } from '../../shell/page.tsx';
import { personView, useMyself } from '../../workspace/use-people.ts';
import { useMay } from '../../workspace/use-projects.ts';
import { useRecords, useScope } from '../../workspace/use-records.ts';
import { ImportedPeople } from './imported-people.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { MemberRow } from './member-row.tsx';
import { MembersSection } from './members-section.tsx';
import { OpenInvitations } from './open-invitations.tsx';

export function MembersScreen() {
  const scope = useScope(WORKSPACE_SCOPE);
  const { active, away, owners } = useMembers();
  const mayInvite = useMay('create', 'person');
  const [inviting, setInviting] = useState(false);
  usePaletteItems(
    mayInvite
      ? [
          {
            id: 'members:invite',
            label: 'Invite someone',
            group: 'Members',
            icon: <UserPlus />,
            rank: 10,
            run: () => setInviting(true),
          },
        ]
      : [],
  );
  const loading = scope.kind === 'loading' && active.length === 0;
  return (
    <Page
      breadcrumb={[{ id: 'members', label: 'Members' }]}
      actions={
        mayInvite && (
          <Button size="small" icon={<UserPlus />} onClick={() => setInviting(true)}>
            Invite
          </Button>
        )
      }
    >
      {loading ? (
        <RowsSkeleton rows={6} label="Loading members" />
      ) : (
        <div className="mx-auto flex max-w-[920px] flex-col gap-8 p-4 wide:px-8 wide:py-6">
          <h1 className="sr-only">Members</h1>
          <div className="flex flex-col gap-2">
            <MembersSection
              title="Members"
              count={active.length}
              lead={mayInvite ? undefined : 'Owners and admins invite people and change roles.'}
            >
              {active.map((record) => (
                <MemberRow key={record.id} record={record} owners={owners} />
              ))}
            </MembersSection>
            <Away records={away} owners={owners} />
          </div>
          {mayInvite && <OpenInvitations />}
          <ImportedPeople />
        </div>
      )}
      <InviteDialog open={inviting} onOpenChange={setInviting} />
    </Page>
  );
}

function useMembers() {
  const records = useRecords({ type: 'person' });
  const me = useMyself();
  return useMemo(() => {
    const byName = (a: RecordState, b: RecordState) =>
      Number(b.id === me.id) - Number(a.id === me.id) ||
      String(a.fields.name).localeCompare(String(b.fields.name));
    const members = records.filter((record) => record.fields.placeholder !== true).sort(byName);
    const active = members.filter((record) => personView(record).role !== undefined);
    return {
      active,
      away: members.filter((record) => !active.includes(record)),
      owners: active.filter((record) => personView(record).role === 'owner').length,
    };
  }, [records, me.id]);
}

function Away({ records, owners }: { records: readonly RecordState[]; owners: number }) {
  const [open, setOpen] = useState(false);
  if (records.length === 0) return null;
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex h-8 items-center gap-1.5 rounded-control pl-1 pr-2.5 text-12 font-medium text-ink-muted transition-colors hover:bg-hover hover:text-ink"
      >
        <ChevronRight
          className={classNames('size-4 transition-transform', open && 'rotate-90')}
          aria-hidden="true"
        />
        {records.length} not active
      </button>
      {open && (
        <ul
          aria-label="Not active"
          className="mt-2 divide-y divide-line rounded-card border border-line bg-raised"
        >
          {records.map((record) => (
            <MemberRow key={record.id} record={record} owners={owners} />
          ))}
        </ul>
      )}
    </div>
  );
}
