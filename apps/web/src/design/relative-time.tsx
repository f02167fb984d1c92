import { useEffect, useState } from 'react';
import { fullMomentWords } from './moment-words.ts';
import { relativeWords, relativeWordsLast } from './relative-time-words.ts';
import { Tooltip } from './tooltip.tsx';

/** A time as people say it; the exact one on hover. Keeps itself true. */
export function RelativeTime({ at, className }: { at: string | number | Date; className?: string }) {
  const time = new Date(at).getTime();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setTimeout(() => setNow(Date.now()), relativeWordsLast(time, now));
    return () => clearTimeout(timer);
  }, [time, now]);
  if (Number.isNaN(time)) return null;
  return (
    <Tooltip label={fullMomentWords.format(time)}>
      <time dateTime={new Date(time).toISOString()} className={className}>
        {relativeWords(time, now)}
      </time>
    </Tooltip>
  );
}
