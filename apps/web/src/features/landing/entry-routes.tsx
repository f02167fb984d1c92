import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { Button } from '../../design/button.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { forgetMe, ME_KEY } from '../../workspace/use-me.ts';
import { EntryFrame } from './entry-frame.tsx';
import { createHttpEntryDoor } from './http-entry-door.ts';
import { InviteGoneScreen } from './invite-gone-screen.tsx';
import { InviteScreen, InviteSignedInScreen } from './invite-screen.tsx';
import { SetUpScreen } from './set-up-screen.tsx';
import { SignInScreen } from './sign-in-screen.tsx';

const door = createHttpEntryDoor();

export function SignInRoute() {
  const { next } = useSearch({ from: '/sign-in' });
  const go = useGo();
  return <SignInScreen signIn={door.signIn} onDone={(to) => go(next ?? to)} />;
}

/** The first visit; where someone owns this Atrium already, the way in is to sign in. */
export function SetUpRoute() {
  const go = useGo();
  const navigate = useNavigate();
  const state = useQuery({ queryKey: ['needs-set-up'], queryFn: door.needsSetUp });
  if (state.data === false) {
    return (
      <EntryFrame
        title="This Atrium is set up"
        lead="It has an owner already. People come in by invitation, or sign in."
      >
        <Button variant="primary" size="large" onClick={() => void navigate({ to: '/sign-in' })}>
          Sign in
        </Button>
      </EntryFrame>
    );
  }
  return <SetUpScreen setUp={door.setUp} onDone={go} />;
}

export function InviteRoute() {
  const { token } = useParams({ from: '/invite/$token' });
  const go = useGo();
  const invite = useQuery({
    queryKey: ['invite', token],
    queryFn: async () => ({ link: await door.readInvite(token), home: await door.signedInTo() }),
  });
  if (invite.isError) {
    return (
      <ErrorState title="The invitation could not be read" retry={{ run: () => void invite.refetch() }}>
        The server did not answer. The invitation is not lost.
      </ErrorState>
    );
  }
  if (!invite.data) return <EntryFrame title="Reading the invitation">{null}</EntryFrame>;
  const { link, home } = invite.data;
  if (!link) return <InviteGoneScreen />;
  return home ? (
    <InviteSignedInScreen invite={link} accept={() => door.acceptInviteSignedIn(token)} onDone={go} />
  ) : (
    <InviteScreen invite={link} accept={(input) => door.acceptInvite(token, input)} onDone={go} />
  );
}

/** Someone came in: whoever was here before them is not shown for a moment. */
function useGo() {
  const router = useRouter();
  const queries = useQueryClient();
  return useCallback(
    (to: string) => {
      forgetMe();
      queries.removeQueries({ queryKey: ME_KEY });
      router.history.push(to);
    },
    [router, queries],
  );
}
