import { type RefObject, useLayoutEffect, useState } from 'react';

/** The width of an element, kept true. */
export function useRoom(element: RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(0);
  useLayoutEffect(() => {
    const watched = element.current;
    if (!watched) return;
    setRoom(watched.clientWidth);
    const observer = new ResizeObserver(() => setRoom(watched.clientWidth));
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  return room;
}
