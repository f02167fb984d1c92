import { ROLE_LABELS, ROLES, type Role } from '@atrium/model';
import { useQueryClient } from '@tanstack/react-query';
import { Check, ChevronDown, Copy } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { Menu } from '../../design/menu.tsx';
import { api } from '../../workspace/api-client.ts';
import { problemOf } from '../../workspace/api-problem.ts';
import { useMyself } from '../../workspace/use-people.ts';
import { useWorkspace } from '../../workspace/workspace-context.ts';
import { ROLE_HINTS } from './member-rights.ts';
import { invitationsKey } from './use-invitations.ts';

interface Made {
  link: string;
  email: string | null;
  role: Role;
}

export function InviteDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} width="narrow" title="Invite someone">
      <Inside onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function Inside({ onDone }: { onDone: () => void }) {
  const [made, setMade] = useState<Made>();
  return made ? (
    <MadeLink made={made} onDone={onDone} onAnother={() => setMade(undefined)} />
  ) : (
    <InviteForm onMade={setMade} />
  );
}

function InviteForm({ onMade }: { onMade: (made: Made) => void }) {
  const { membership } = useWorkspace();
  const me = useMyself();
  const queries = useQueryClient();
  const [role, setRole] = useState<Role>('agent');
  const [email, setEmail] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const create = async () => {
    const address = email.trim();
    if (address !== '' && !/^\S+@\S+\.\S+$/.test(address)) {
      return setProblem('This is not an e-mail address yet.');
    }
    setBusy(true);
    try {
      const { invitation, token } = await api.invitations.create({
        workspace: membership.tenantId,
        role,
        ...(address !== '' && { email: address }),
      });
      await queries.invalidateQueries({ queryKey: invitationsKey(membership.tenantId) });
      const link = `${window.location.origin}/invite/${encodeURIComponent(token)}`;
      return onMade({ link, email: invitation.email, role });
    } catch (error) {
      setProblem(problemOf(error).sentence);
    }
    setBusy(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) void create();
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field
        label="E-mail (optional)"
        error={problem}
        hint="With an address, only that person can use the link. Nothing is sent: you pass the link on."
      >
        {(control) => (
          <Input
            {...control}
            autoFocus
            type="email"
            inputMode="email"
            autoComplete="off"
            placeholder="grace@acme.org"
            value={email}
            onChange={(event) => {
              setEmail(event.target.value);
              setProblem(undefined);
            }}
          />
        )}
      </Field>
      <div className="flex flex-col gap-1.5">
        <span className="text-12 font-medium text-ink-muted">Role</span>
        <Menu
          items={ROLES.filter((value) => value !== 'owner' || me.role === 'owner').map((value) => ({
            label: ROLE_LABELS[value],
            hint: ROLE_HINTS[value],
            checked: value === role,
            run: () => setRole(value),
          }))}
        >
          <Button className="justify-between" aria-label={`Role: ${ROLE_LABELS[role]}`}>
            <span>
              {ROLE_LABELS[role]}
              <span className="ml-2 font-normal text-ink-faint">{ROLE_HINTS[role]}</span>
            </span>
            <ChevronDown aria-hidden="true" />
          </Button>
        </Menu>
      </div>
      <Button type="submit" variant="primary" keys="Enter" busy={busy} className="mt-1">
        {busy ? 'Creating the link' : 'Create invitation link'}
      </Button>
    </form>
  );
}

function MadeLink({ made, onDone, onAnother }: { made: Made; onDone: () => void; onAnother: () => void }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(made.link);
      setCopied(true);
    } catch {
      // Without the right to copy: the link is selected below, for the person to copy.
      setCopied(false);
    }
  };
  return (
    <div className="flex flex-col gap-4">
      <p className="text-13 text-ink-muted">
        Send this link to {made.email ?? 'whom you want to invite'}. It works once, within seven days, and
        gives the role “{ROLE_LABELS[made.role]}”. It is shown only now.
      </p>
      <div className="flex gap-2">
        <Input
          aria-label="Invitation link"
          readOnly
          autoFocus
          value={made.link}
          className="font-mono text-12"
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button variant="primary" icon={copied ? <Check /> : <Copy />} onClick={() => void copy()}>
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onAnother}>
          Invite another
        </Button>
        <Button onClick={onDone}>Done</Button>
      </div>
    </div>
  );
}
