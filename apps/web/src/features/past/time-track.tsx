import type { Pulse } from '@atrium/protocol/api';
import { useEffect, useState } from 'react';
import { momentWords } from '../../design/moment-words.ts';
import { markHeights } from './moments.ts';
import { PULSE_PARTS } from './use-pulse.ts';

export interface TimeTrackProps {
  pulse: Pulse;
  at: number;
  onMove: (time: number) => void;
}

/** As a hand moves on, only where it rests for a moment is looked at. */
const REST_MS = 90;
const STEPS = 2_000;

/** The whole history of a project on one line: where something changed, and a knob to take to any time of it. */
export function TimeTrack({ pulse, at, onMove }: TimeTrackProps) {
  const from = Date.parse(pulse.from);
  const to = Date.parse(pulse.to);
  const [held, setHeld] = useState<number>();
  useEffect(() => {
    if (held === undefined) return;
    const timer = setTimeout(() => {
      setHeld(undefined);
      onMove(held);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [held, onMove]);
  const shown = held ?? at;
  const share = Math.min(1, Math.max(0, (shown - from) / Math.max(1, to - from)));
  return (
    <span className="relative flex h-8 min-w-40 flex-1 items-end max-wide:order-last max-wide:basis-full">
      <svg
        viewBox={`0 0 ${PULSE_PARTS} 20`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="absolute inset-x-2 top-0 h-5 w-[calc(100%-1rem)]"
      >
        {markHeights(pulse).map(({ part, height }) => (
          <rect
            key={part}
            x={part}
            width={1}
            y={20 - height * 18}
            height={height * 18}
            className={part / PULSE_PARTS <= share ? 'fill-accent' : 'fill-line-strong'}
          />
        ))}
      </svg>
      <input
        type="range"
        aria-label="Time"
        aria-valuetext={momentWords.format(shown)}
        min={0}
        max={STEPS}
        value={Math.round(share * STEPS)}
        onChange={(event) => setHeld(from + (Number(event.target.value) / STEPS) * (to - from))}
        className="relative h-4 w-full cursor-pointer accent-accent"
      />
    </span>
  );
}
