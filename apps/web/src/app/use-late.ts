import { useEffect, useState } from 'react';

/** True once something has been so for a while: what passes in a blink is not worth showing. */
export function useLate(so: boolean, afterMs = 1500): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!so) {
      setLate(false);
      return;
    }
    const timer = setTimeout(() => setLate(true), afterMs);
    return () => clearTimeout(timer);
  }, [so, afterMs]);
  return so && late;
}
