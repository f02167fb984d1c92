import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';

/** Goes to a path that is made of data, as `AppLink` does. */
export function useGo(): (href: string) => void {
  const router = useRouter();
  return useCallback((href) => router.history.push(href), [router]);
}
