import { useQuery } from '@tanstack/react-query';
import { createHttpEntryDoor } from './http-entry-door.ts';
import { LandingScreen } from './landing-screen.tsx';

const door = createHttpEntryDoor();

/** Shown at once; the first step is refined when the server has answered. */
export function LandingRoute() {
  const needsSetUp = useQuery({ queryKey: ['needs-set-up'], queryFn: door.needsSetUp, retry: false });
  const home = useQuery({
    queryKey: ['signed-in-to'],
    queryFn: () => door.signedInTo().then((to) => to ?? null),
    retry: false,
  });
  return <LandingScreen home={home.data ?? undefined} needsSetUp={needsSetUp.data ?? false} />;
}
