import { notifyProblem } from '../design/toast.tsx';
import { endSession, leaveToSignIn } from './sign-out.ts';

/** Under the forms outside any workspace. */
export function SignOutLink({ email }: { email: string }) {
  const signOut = async () => {
    try {
      await endSession();
      leaveToSignIn();
    } catch {
      notifyProblem('The server cannot be reached, so you are still signed in. Try again in a moment.');
    }
  };
  return (
    <>
      Signed in as {email}.{' '}
      <button
        type="button"
        onClick={() => void signOut()}
        className="rounded-mark font-medium text-accent-ink underline-offset-2 hover:underline"
      >
        Sign out
      </button>
    </>
  );
}
