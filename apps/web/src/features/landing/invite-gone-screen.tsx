import { Button } from '../../design/button.tsx';
import { AppLink } from '../../shell/app-link.tsx';
import { EntryFrame } from './entry-frame.tsx';

export function InviteGoneScreen() {
  return (
    <EntryFrame
      title="This invitation no longer works"
      lead="It was used, withdrawn, or has run out. Ask the person who sent it for a new one."
    >
      <Button asChild size="large">
        <AppLink href="/sign-in">Sign in instead</AppLink>
      </Button>
    </EntryFrame>
  );
}
