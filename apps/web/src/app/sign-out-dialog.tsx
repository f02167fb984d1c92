import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { notifyProblem } from '../design/toast.tsx';
import { api } from '../workspace/api-client.ts';
import { useObservable } from '../workspace/use-observable.ts';
import { useWorkspace } from '../workspace/workspace-context.ts';
import { exportQueue } from './export-queue.ts';
import { endSession, leaveToSignIn } from './sign-out.ts';

export type SignOutKind = 'here' | 'everywhere';

/** Signs out: at once while all is saved, after a question where work would be lost. */
export function useSignOut() {
  const { client } = useWorkspace();
  const [asked, setAsked] = useState<SignOutKind>();

  const signOut = async (kind: SignOutKind) => {
    try {
      await (kind === 'here' ? endSession() : api.auth.signOutEverywhere());
    } catch {
      notifyProblem('The server cannot be reached, so you are still signed in. Try again in a moment.');
      return;
    }
    await client.destroy();
    leaveToSignIn();
  };
  const ask = (kind: SignOutKind) => {
    const { unsent, attention } = client.status.get();
    if (kind === 'here' && unsent + attention === 0) void signOut(kind);
    else setAsked(kind);
  };
  const dialog = (
    <SignOutDialog asked={asked} onClose={() => setAsked(undefined)} onConfirm={(kind) => signOut(kind)} />
  );
  return { ask, dialog };
}

function SignOutDialog({
  asked,
  onClose,
  onConfirm,
}: {
  asked: SignOutKind | undefined;
  onClose: () => void;
  onConfirm: (kind: SignOutKind) => Promise<void>;
}) {
  const { client, me } = useWorkspace();
  const { unsent, attention } = useObservable(client.status);
  const [busy, setBusy] = useState(false);
  const waiting = unsent + attention;
  const confirm = async () => {
    if (!asked) return;
    setBusy(true);
    await onConfirm(asked);
    setBusy(false);
  };
  return (
    <Dialog
      open={asked !== undefined}
      onOpenChange={(open) => !open && onClose()}
      width="narrow"
      title={asked === 'everywhere' ? 'Sign out on every device' : 'Sign out with unsaved changes'}
      footer={
        <>
          <Button onClick={onClose}>Stay signed in</Button>
          <Button variant="danger" busy={busy} onClick={() => void confirm()}>
            {waiting > 0 ? 'Sign out anyway' : 'Sign out everywhere'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col items-start gap-3 text-13 text-ink-muted">
        {asked === 'everywhere' && (
          <p>
            All sessions of {me.email} end at once, this one too. Do it when a device was lost or a password
            may be known.
          </p>
        )}
        {waiting > 0 && (
          <>
            <p>
              {waiting === 1 ? '1 change has' : `${waiting} changes have`} not reached the server. Signing out
              deletes what this browser keeps, and with it {waiting === 1 ? 'this change' : 'these changes'}.
            </p>
            <Button size="small" icon={<Download />} onClick={() => exportQueue(client)}>
              Export as a file first
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}
