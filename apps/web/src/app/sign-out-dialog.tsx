import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { ProgressBar } from '../design/progress-bar.tsx';
import { notifyProblem } from '../design/toast.tsx';
import { drainOthersNow } from '../offline/ask-to-drain.ts';
import { api } from '../workspace/api-client.ts';
import { forgetEverywhere, type KeptElsewhere, keptElsewhere } from '../workspace/kept-elsewhere.ts';
import { useObservable } from '../workspace/use-observable.ts';
import { useWorkspace } from '../workspace/workspace-context.ts';
import { saveAsFile } from './export-queue.ts';
import { endSession, leaveToSignIn } from './sign-out.ts';
import { UnsentList } from './unsent-list.tsx';

const LOOK_EVERY_MS = 2_000;

export type SignOutKind = 'here' | 'everywhere';

interface Asked {
  readonly kind: SignOutKind;
  readonly elsewhere: readonly KeptElsewhere[];
}

/** Signs out: at once while all is saved, after a question where work would be lost. */
export function useSignOut() {
  const { client, me, membership } = useWorkspace();
  const [asked, setAsked] = useState<Asked>();

  const signOut = async (kind: SignOutKind) => {
    try {
      await (kind === 'here' ? endSession() : api.auth.signOutEverywhere());
    } catch {
      notifyProblem('The server cannot be reached, so you are still signed in. Try again in a moment.');
      return;
    }
    await client.destroy();
    await forgetEverywhere(me).catch(() => undefined);
    leaveToSignIn();
  };
  const ask = async (kind: SignOutKind) => {
    const elsewhere = await keptElsewhere(me, membership.tenantId).catch(() => []);
    const { unsent, attention } = client.status.get();
    if (kind === 'here' && unsent + attention + elsewhere.length === 0) await signOut(kind);
    else setAsked({ kind, elsewhere });
  };
  const dialog = asked && (
    <SignOutDialog asked={asked} onClose={() => setAsked(undefined)} onConfirm={() => signOut(asked.kind)} />
  );
  return { ask: (kind: SignOutKind) => void ask(kind), dialog };
}

function SignOutDialog({
  asked: { kind, elsewhere: found },
  onClose,
  onConfirm,
}: {
  asked: Asked;
  onClose: () => void;
  onConfirm: () => Promise<void>;
}) {
  const { client, me } = useWorkspace();
  const { unsent, attention } = useObservable(client.status);
  const [busy, setBusy] = useState(false);
  const [isWaiting, setWaiting] = useState(false);
  const elsewhere = useSentElsewhere(found, isWaiting);
  const others = elsewhere.reduce((sum, { commands }) => sum + commands.length, 0);
  const left = unsent + attention + others;
  const confirm = async () => {
    setBusy(true);
    await onConfirm();
    setBusy(false);
  };
  // Once all is sent, nothing is in the way any more.
  const isDone = isWaiting && left === 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is done.
  useEffect(() => {
    if (isDone) void confirm();
  }, [isDone]);
  const exportAll = () =>
    saveAsFile({
      ...client.exportQueue(),
      elsewhere: elsewhere.map(({ membership, commands }) => ({ workspace: membership.name, commands })),
    });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={kind === 'everywhere' ? 'Sign out on every device' : 'Sign out with unsent changes'}
      footer={
        <>
          <Button onClick={onClose}>Stay signed in</Button>
          {unsent + others > 0 && !isWaiting && (
            <Button onClick={() => setWaiting(true)}>Send, then sign out</Button>
          )}
          <Button variant="danger" busy={busy} onClick={() => void confirm()}>
            {left > 0 ? 'Discard and sign out' : 'Sign out everywhere'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col items-stretch gap-3 text-13 text-ink-muted">
        {kind === 'everywhere' && (
          <p>
            All sessions of {me.email} end at once, this one too. Do it when a device was lost or a password
            may be known.
          </p>
        )}
        {left > 0 && (
          <>
            <p>
              {left === 1 ? '1 change has' : `${left} changes have`} not reached the server. Signing out
              deletes what this browser keeps, and with it {left === 1 ? 'this change' : 'these changes'}.
            </p>
            {isWaiting && <Waiting unsent={unsent + others} attention={attention} />}
            <UnsentList elsewhere={elsewhere} />
            <Button size="small" icon={<Download />} onClick={exportAll} className="self-start">
              Export as a file
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}

/** While someone waits, the worker sends what other workspaces hold; what is left of it. */
function useSentElsewhere(found: readonly KeptElsewhere[], isWaiting: boolean): readonly KeptElsewhere[] {
  const { me, membership } = useWorkspace();
  const [left, setLeft] = useState(found);
  const isLeft = left.length > 0;
  useEffect(() => {
    if (!isWaiting || !isLeft) return;
    drainOthersNow();
    const timer = setInterval(() => {
      drainOthersNow();
      void keptElsewhere(me, membership.tenantId).then(setLeft);
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isWaiting, isLeft, me, membership]);
  return left;
}

/** Says how far sending is, and what sending cannot help. */
function Waiting({ unsent, attention }: { unsent: number; attention: number }) {
  const { client } = useWorkspace();
  const { connection } = useObservable(client.status);
  const push = useObservable(client.push);
  return (
    <output className="flex flex-col gap-2 rounded-card border border-line bg-surface p-3 text-ink">
      {unsent > 0 ? (
        <>
          {connection !== 'live'
            ? 'Waiting for the network. As soon as everything is sent, you are signed out.'
            : push.total > 0
              ? `Sending ${Math.min(push.done + 1, push.total)} of ${push.total}. Then you are signed out.`
              : 'Sending what other workspaces hold. Then you are signed out.'}
          <ProgressBar label="Sending" parts={[{ tone: 'accent', value: push.done }]} max={push.total} />
        </>
      ) : (
        `Everything else is sent. ${attention === 1 ? '1 change needs' : `${attention} changes need`} you first.`
      )}
    </output>
  );
}
