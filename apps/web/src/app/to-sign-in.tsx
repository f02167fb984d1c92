import { useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { forgetMe } from '../workspace/use-me.ts';

/** To sign in and come back. Once: the address changes on the way, and is not where to come back to. */
export function ToSignIn() {
  const router = useRouter();
  const navigate = useNavigate();
  useEffect(() => {
    forgetMe();
    const { href, pathname } = router.state.location;
    if (pathname !== '/sign-in') void navigate({ to: '/sign-in', search: { next: href }, replace: true });
  }, [router, navigate]);
  return null;
}
