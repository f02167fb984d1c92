import { EntryFrame } from '../features/landing/entry-frame.tsx';
import type { Me } from '../workspace/workspace-context.ts';
import { CreateWorkspaceForm } from './create-workspace-form.tsx';
import { SignOutLink } from './sign-out-link.tsx';

/** Signed in, and in no workspace yet. */
export function NoWorkspaceScreen({ me }: { me: Me }) {
  return (
    <EntryFrame
      title="Create your first workspace"
      lead="You are not in a workspace yet. Make one, or ask someone to send you an invitation."
      foot={<SignOutLink email={me.email} />}
    >
      <CreateWorkspaceForm />
    </EntryFrame>
  );
}
