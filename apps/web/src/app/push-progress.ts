import { useRef } from 'react';

/** How far the sending of what waits is, since nothing waited last. */
export interface Push {
  readonly done: number;
  readonly total: number;
}

export const NO_PUSH: Push = { done: 0, total: 0 };

/** What is added on the way makes it longer, so that it never goes back. */
export function nextPush({ done, total }: Push, unsent: number): Push {
  if (unsent === 0) return NO_PUSH;
  const left = total - done;
  return unsent <= left ? { done: total - unsent, total } : { done, total: done + unsent };
}

export function usePush(unsent: number): Push {
  const push = useRef(NO_PUSH);
  push.current = nextPush(push.current, unsent);
  return push.current;
}
