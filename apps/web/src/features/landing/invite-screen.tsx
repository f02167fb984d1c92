import { Button } from '../../design/button.tsx';
import type { EntryDoor, InviteLink } from './entry-door.ts';
import { EmailField, PasswordField, TextField } from './entry-fields.tsx';
import { EntryFrame } from './entry-frame.tsx';
import { useEntryForm } from './use-entry-form.ts';

/** Accepts an invitation with a new account. */
export function InviteScreen({
  invite,
  accept,
  onDone,
}: {
  invite: InviteLink;
  accept: (input: Parameters<EntryDoor['acceptInvite']>[1]) => ReturnType<EntryDoor['acceptInvite']>;
  onDone: (to: string) => void;
}) {
  const entry = useEntryForm({
    start: { name: '', email: invite.email ?? '', password: '' },
    newPassword: true,
    submit: accept,
    onDone,
  });
  return (
    <EntryFrame
      title={`Join ${invite.workspaceName}`}
      lead="You are invited. Choose how others will see you, and a password."
      sentence={entry.sentence}
    >
      <form {...entry.form} className="flex flex-col gap-4">
        <TextField
          label="Your name"
          autoComplete="name"
          autoFocus
          {...entry.field('name')}
          problem={entry.problem('name')}
        />
        <EmailField
          readOnly={invite.email !== null}
          hint={invite.email ? 'The invitation is for this address.' : undefined}
          {...entry.field('email')}
          problem={entry.problem('email')}
        />
        <PasswordField
          autoComplete="new-password"
          hint="10 characters or more."
          {...entry.field('password')}
          problem={entry.problem('password')}
        />
        <Button type="submit" variant="primary" size="large" keys="Enter" busy={entry.busy} className="mt-1">
          {entry.busy ? 'Joining' : 'Join workspace'}
        </Button>
      </form>
    </EntryFrame>
  );
}

/** For someone who is signed in already: one press. */
export function InviteSignedInScreen({
  invite,
  accept,
  onDone,
}: {
  invite: InviteLink;
  accept: () => ReturnType<EntryDoor['acceptInviteSignedIn']>;
  onDone: (to: string) => void;
}) {
  const entry = useEntryForm({ start: {}, submit: accept, onDone });
  return (
    <EntryFrame
      title={`Join ${invite.workspaceName}`}
      lead="You are signed in, so there is nothing to fill in."
      sentence={entry.sentence}
    >
      <form {...entry.form} className="flex flex-col">
        <Button type="submit" variant="primary" size="large" keys="Enter" busy={entry.busy} autoFocus>
          {entry.busy ? 'Joining' : 'Join workspace'}
        </Button>
      </form>
    </EntryFrame>
  );
}
