import { Button } from '../../design/button.tsx';
import type { EntryDoor } from './entry-door.ts';
import { EmailField, PasswordField } from './entry-fields.tsx';
import { EntryFrame } from './entry-frame.tsx';
import { useEntryForm } from './use-entry-form.ts';

export function SignInScreen({
  signIn,
  onDone,
}: {
  signIn: EntryDoor['signIn'];
  onDone: (to: string) => void;
}) {
  const entry = useEntryForm({ start: { email: '', password: '' }, submit: signIn, onDone });
  return (
    <EntryFrame
      title="Sign in"
      sentence={entry.sentence}
      foot="No account yet? Someone in your workspace can send you an invitation."
    >
      <form {...entry.form} className="flex flex-col gap-4">
        <EmailField autoFocus {...entry.field('email')} problem={entry.problem('email')} />
        <PasswordField
          autoComplete="current-password"
          {...entry.field('password')}
          problem={entry.problem('password')}
        />
        <Button type="submit" variant="primary" size="large" keys="Enter" busy={entry.busy} className="mt-1">
          {entry.busy ? 'Signing in' : 'Sign in'}
        </Button>
      </form>
    </EntryFrame>
  );
}
