import { Button } from '../../design/button.tsx';
import type { EntryDoor } from './entry-door.ts';
import { EmailField, PasswordField, TextField } from './entry-fields.tsx';
import { EntryFrame } from './entry-frame.tsx';
import { useEntryForm } from './use-entry-form.ts';

/** The first visit to a new Atrium: its owner and the first workspace. */
export function SetUpScreen({ setUp, onDone }: { setUp: EntryDoor['setUp']; onDone: (to: string) => void }) {
  const entry = useEntryForm({
    start: { workspace: '', name: '', email: '', password: '' },
    newPassword: true,
    submit: setUp,
    onDone,
  });
  return (
    <EntryFrame
      title="Set up your Atrium"
      lead="Nobody is here yet. Make the first workspace and its owner; everyone else comes by invitation."
      sentence={entry.sentence}
      foot="Everything stays on this server."
    >
      <form {...entry.form} className="flex flex-col gap-4">
        <TextField
          label="Workspace"
          placeholder="Acme"
          autoComplete="organization"
          autoFocus
          {...entry.field('workspace')}
          problem={entry.problem('workspace')}
        />
        <TextField
          label="Your name"
          placeholder="Ada Lovelace"
          autoComplete="name"
          {...entry.field('name')}
          problem={entry.problem('name')}
        />
        <EmailField placeholder="ada@acme.org" {...entry.field('email')} problem={entry.problem('email')} />
        <PasswordField
          autoComplete="new-password"
          hint="10 characters or more."
          {...entry.field('password')}
          problem={entry.problem('password')}
        />
        <Button type="submit" variant="primary" size="large" keys="Enter" busy={entry.busy} className="mt-1">
          {entry.busy ? 'Creating the workspace' : 'Create workspace'}
        </Button>
      </form>
    </EntryFrame>
  );
}
