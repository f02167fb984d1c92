import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { knownMe } from '../../workspace/use-me.ts';
import { createHttpEntryDoor } from './http-entry-door.ts';
import { LandingScreen } from './landing-screen.tsx';

const door = createHttpEntryDoor();

/** Shown to strangers at once; whoever is signed in, or was at the last visit, goes on to their workspace. */
export function LandingRoute() {
  const known = knownMe() !== undefined;
  const needsSetUp = useQuery({
    queryKey: ['needs-set-up'],
    queryFn: door.needsSetUp,
    retry: false,
    enabled: !known,
  });
  const home = useQuery({
    queryKey: ['signed-in-to'],
    queryFn: () => door.signedInTo().then((to) => to ?? null),
    retry: false,
    enabled: !known,
  });
  if (known || home.data) return <Navigate to="/w" replace />;
  return <LandingScreen needsSetUp={needsSetUp.data ?? false} />;
}
