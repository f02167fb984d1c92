import { useLocation } from '@tanstack/react-router';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Field } from '../design/field.tsx';
import { Input } from '../design/input.tsx';
import { PasswordField } from '../features/landing/entry-fields.tsx';
import { createHttpEntryDoor } from '../features/landing/http-entry-door.ts';
import { useEntryForm } from '../features/landing/use-entry-form.ts';
import { AppLink } from '../shell/app-link.tsx';
import { useWorkspace } from '../workspace/workspace-context.ts';

const door = createHttpEntryDoor();

/** The session ran out: the screen stays as it is, and goes on after the password. */
export function SignInAgainDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      width="narrow"
      title="Sign in again"
      description="Your screen and your unsent changes stay as they are."
    >
      <SignInAgainForm onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function SignInAgainForm({ onDone }: { onDone: () => void }) {
  const { client, me } = useWorkspace();
  const { href } = useLocation();
  const entry = useEntryForm({
    start: { password: '' },
    submit: ({ password }) => door.signIn({ email: me.email, password }),
    onDone: () => {
      client.reconnect();
      onDone();
    },
  });
  return (
    <form {...entry.form} className="flex flex-col gap-4">
      <Field label="E-mail">
        {(control) => (
          <Input {...control} size="large" value={me.email} readOnly autoComplete="username" tabIndex={-1} />
        )}
      </Field>
      <PasswordField
        autoFocus
        autoComplete="current-password"
        {...entry.field('password')}
        problem={entry.problem('password') ?? entry.sentence}
      />
      <Button type="submit" variant="primary" size="large" keys="Enter" busy={entry.busy}>
        {entry.busy ? 'Signing in' : 'Sign in and go on'}
      </Button>
      <p className="text-center text-12 text-ink-muted">
        Not you?{' '}
        <AppLink
          href={`/sign-in?next=${encodeURIComponent(href)}`}
          className="font-medium text-accent-ink underline-offset-2 hover:underline"
        >
          Sign in as someone else
        </AppLink>
      </p>
    </form>
  );
}
