import { Button } from '../design/button.tsx';
import { Banner } from '../shell/banner.tsx';
import { useFrameActions } from '../workspace/frame-actions.ts';
import { useObservable } from '../workspace/use-observable.ts';
import { useClient } from '../workspace/workspace-context.ts';
import { noticeOf } from './connection-words.ts';

/** Over everything, only while the workspace cannot go on by itself; a phone also learns here what the pill says. */
export function FrameBanner() {
  const client = useClient();
  const actions = useFrameActions();
  const status = useObservable(client.status);
  const notice = noticeOf(status);
  if (!notice) return <PhoneBanner />;
  const { action } = notice;
  const run = () => {
    if (action?.kind === 'sign-in') actions.signInAgain();
    else window.location.reload();
  };
  return (
    <Banner
      tone={notice.tone}
      action={
        action && (
          <Button size="small" onClick={run}>
            {action.label}
          </Button>
        )
      }
    >
      {notice.sentence}
    </Banner>
  );
}

/** The sidebar with its pill is behind "More" on a phone. */
function PhoneBanner() {
  const client = useClient();
  const { showConnection } = useFrameActions();
  const { connection, attention, unsent } = useObservable(client.status);
  const kept = unsent === 0 ? '' : unsent === 1 ? ': 1 change kept here' : `: ${unsent} changes kept here`;
  const sentence =
    attention > 0
      ? `${attention === 1 ? '1 change needs' : `${attention} changes need`} you`
      : connection === 'offline'
        ? `Offline${kept}`
        : undefined;
  if (!sentence) return null;
  return (
    <div className="wide:hidden">
      <Banner
        tone={attention > 0 ? 'attention' : 'calm'}
        action={
          <Button size="small" variant="ghost" onClick={showConnection}>
            Show
          </Button>
        }
      >
        {sentence}
      </Banner>
    </div>
  );
}
