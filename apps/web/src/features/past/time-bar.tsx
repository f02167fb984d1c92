import type { RecordId } from '@atrium/protocol';
import type { Pulse } from '@atrium/protocol/api';
import type { PastRecords } from '@atrium/sync/client';
import { ChevronLeft, ChevronRight, History, Pause, Play } from 'lucide-react';
import { use, useEffect, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { momentWords } from '../../design/moment-words.ts';
import { useShortcuts } from '../../design/use-shortcuts.ts';
import { useObservable } from '../../workspace/use-observable.ts';
import { dayAway, momentAfter, momentBefore } from './moments.ts';
import { PastContext } from './past-context.ts';
import { TimeTrack } from './time-track.tsx';
import { usePulse } from './use-pulse.ts';

export interface TimeBarProps {
  projectId: RecordId;
  /** The instant that is shown. */
  at: string;
  /** Undefined goes back to now. */
  onMove: (at: string | undefined) => void;
}

const PLAY_MS = 700;

/** Moves a view through the history of a project: by hand, from change to change, by days, or by itself. */
export function TimeBar({ projectId, at, onMove }: TimeBarProps) {
  const { pulse, failed, retry } = usePulse(projectId);
  return (
    <section
      aria-label="Time travel"
      className="flex shrink-0 items-center gap-2 border-t border-line-strong bg-raised px-3 py-1.5 max-wide:flex-wrap"
    >
      {pulse ? (
        <Controls pulse={pulse} at={Date.parse(at)} onMove={onMove} />
      ) : (
        <span className="flex-1 text-12 text-ink-muted">
          {failed ? 'The history could not be read.' : 'Reading the history …'}
          {failed && (
            <Button variant="ghost" size="small" onClick={retry}>
              Try again
            </Button>
          )}
        </span>
      )}
      <Button size="small" keys="Escape" onClick={() => onMove(undefined)}>
        Back to now
      </Button>
    </section>
  );
}

interface ControlsProps {
  pulse: Pulse;
  at: number;
  onMove: (at: string | undefined) => void;
}

function Controls({ pulse, at, onMove }: ControlsProps) {
  const [playing, setPlaying] = useState(false);
  const go = (time: number) => onMove(new Date(time).toISOString());
  const end = Date.parse(pulse.to);
  const atEnd = at >= end;
  const before = () => go(momentBefore(pulse, at));
  const after = () => go(momentAfter(pulse, at));
  useEffect(() => {
    if (!playing) return;
    if (at >= end) return setPlaying(false);
    const timer = setTimeout(() => onMove(new Date(momentAfter(pulse, at)).toISOString()), PLAY_MS);
    return () => clearTimeout(timer);
  }, [playing, at, end, pulse, onMove]);
  useShortcuts([
    { keys: 'Escape', label: 'Back to now', group: 'Time travel', run: () => onMove(undefined) },
    { keys: ',', label: 'Previous change', group: 'Time travel', run: before },
    { keys: '.', label: 'Next change', group: 'Time travel', run: after },
    { keys: '<', label: 'A day earlier', group: 'Time travel', run: () => go(dayAway(pulse, at, -1)) },
    { keys: '>', label: 'A day later', group: 'Time travel', run: () => go(dayAway(pulse, at, 1)) },
  ]);
  return (
    <>
      <IconButton
        size="small"
        side="top"
        label="Previous change"
        keys=","
        icon={<ChevronLeft />}
        onClick={before}
      />
      <IconButton
        size="small"
        side="top"
        label={playing ? 'Stop' : 'Play'}
        icon={playing ? <Pause /> : <Play />}
        onClick={() => {
          if (atEnd && !playing) go(Date.parse(pulse.from));
          setPlaying(!playing);
        }}
      />
      <IconButton
        size="small"
        side="top"
        label="Next change"
        keys="."
        icon={<ChevronRight />}
        disabled={atEnd}
        onClick={after}
      />
      <TimeTrack pulse={pulse} at={at} onMove={go} />
      <When at={at} />
    </>
  );
}

/** The time that is shown, and how far its records are here. */
function When({ at }: { at: number }) {
  return (
    <span className="flex min-w-44 items-center justify-end gap-1.5 whitespace-nowrap text-12 tabular-nums max-wide:min-w-0">
      <History className="size-3.5 text-ink-faint" aria-hidden="true" />
      <time dateTime={new Date(at).toISOString()}>{momentWords.format(at)}</time>
      <Progress />
    </span>
  );
}

function Progress() {
  const past = use(PastContext);
  return past ? <PastProgress past={past} /> : null;
}

function PastProgress({ past }: { past: PastRecords }) {
  const status = useObservable(past.status);
  if (status.kind === 'failed' || status.kind === 'signedOut') {
    return (
      <Button variant="ghost" size="small" onClick={() => past.retry()}>
        Could not be read. Try again
      </Button>
    );
  }
  return null;
}
