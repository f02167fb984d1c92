import type { ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import { newVersion, takeNewVersion } from '../offline/app-version.ts';
import { Banner } from '../shell/banner.tsx';
import { useFrameActions } from '../workspace/frame-actions.ts';
import { useObservable } from '../workspace/use-observable.ts';
import { useClient } from '../workspace/workspace-context.ts';
import { noticeOf } from './connection-words.ts';
import { useNeeds } from './pending-drops.ts';

/** Over everything, only while the workspace cannot go on by itself; a phone also learns here what the sidebar says. */
export function FrameBanner() {
  const client = useClient();
  const actions = useFrameActions();
  const status = useObservable(client.status);
  const notice = noticeOf(status);
  if (!notice) return <PhoneBanner />;
  const { action } = notice;
  const run = () => {
    if (action?.kind === 'sign-in') actions.signInAgain();
    else if (action?.kind === 'show') actions.showConnection();
    else void takeNewVersion();
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

/** The sidebar with its sentences is behind "More" on a phone. */
function PhoneBanner() {
  const { showConnection } = useFrameActions();
  const isNewer = useObservable(newVersion);
  const attention = useNeeds().length;
  if (attention > 0) {
    return (
      <PhoneLine tone="attention" label="Show" run={showConnection}>
        {attention === 1 ? '1 change needs' : `${attention} changes need`} you
      </PhoneLine>
    );
  }
  if (!isNewer) return null;
  return (
    <PhoneLine tone="calm" label="Reload" run={() => void takeNewVersion()}>
      A new version is ready
    </PhoneLine>
  );
}

function PhoneLine({
  tone,
  label,
  run,
  children,
}: {
  tone: 'calm' | 'attention';
  label: string;
  run: () => void;
  children: ReactNode;
}) {
  return (
    <div className="wide:hidden">
      <Banner
        tone={tone}
        action={
          <Button size="small" variant="ghost" onClick={run}>
            {label}
          </Button>
        }
      >
        {children}
      </Banner>
    </div>
  );
}
