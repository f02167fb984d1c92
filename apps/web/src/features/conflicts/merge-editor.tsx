import { type Choice, type Pick, pickText, regionKind, type TextRegion } from '@atrium/model';
import type { Json } from '@atrium/protocol';
import { useState } from 'react';
import { Button } from '../../design/button.tsx';
import { Input } from '../../design/input.tsx';
import { MarkdownEditor } from '../item/text/markdown-editor.tsx';
import { ChangedText } from './changed-text.tsx';
import type { MetField } from './conflict-groups.ts';

const PICKS = [
  { pick: 'theirs', label: 'Theirs' },
  { pick: 'mine', label: 'Yours' },
  { pick: 'both', label: 'Both' },
] as const;

const textOf = (value: Json | undefined) => (typeof value === 'string' ? value : '');

/** What a merge starts with: all that fits together, and mine where both wrote. */
export function startOfMerge({ merge, sides }: MetField): string {
  if (merge.kind === 'merged') return textOf(merge.value);
  return merge.regions ? pickText(merge.regions, []) : textOf(sides.mine);
}

/** Writes the text that shall stand: picked passage by passage, then by hand, with what it changes beside it. */
export function MergeEditor({
  met,
  long,
  maxLength,
  choice,
  onChoice,
}: {
  met: MetField;
  long: boolean;
  maxLength: number | undefined;
  choice: Extract<Choice, { keep: 'merged' }>;
  onChoice: (choice: Choice) => void;
}) {
  const { sides, merge } = met;
  const regions = merge.kind === 'open' ? (merge.regions ?? []) : [];
  const open = regions.filter((region) => regionKind(region) === 'conflict');
  const [picks, setPicks] = useState<readonly (Pick | undefined)[]>([]);
  const text = textOf(choice.value);
  const picked = pickText(regions, picks);
  const byHand = open.length > 0 && text !== picked;
  const write = (next: string) => onChoice({ keep: 'merged', value: next === '' ? undefined : next });
  const pick = (at: number, next: Pick) => {
    const all = open.map((_, index) => (index === at ? next : picks[index]));
    setPicks(all);
    write(pickText(regions, all));
  };
  const tooLong = maxLength !== undefined && text.length > maxLength;
  return (
    <div className="flex flex-col gap-3 pt-1">
      {open.length > 0 && (
        <Passages open={open} picks={picks} disabled={byHand} onPick={pick} onAgain={() => write(picked)} />
      )}
      <div className="grid gap-3 roomy:grid-cols-2">
        <div className="min-w-0">
          {long ? (
            <MarkdownEditor label="Merged text" value={text} onChange={write} className="max-h-72 min-h-32" />
          ) : (
            <Input
              aria-label="Merged text"
              dir="auto"
              value={text}
              onChange={(event) => write(event.target.value)}
            />
          )}
          {tooLong && (
            <p role="alert" className="pt-1 text-12 text-late">
              Too long by {(text.length - (maxLength ?? 0)).toLocaleString()} characters.
            </p>
          )}
        </div>
        <section aria-label="What your text changes" className="min-w-0">
          <h4 className="pb-1 text-11 font-medium text-ink-faint">What it changes in theirs</h4>
          <div className="max-h-72 overflow-y-auto rounded-control bg-sunken px-2.5 py-1.5 text-13">
            {text === textOf(sides.theirs) ? (
              <span className="text-ink-faint">Nothing.</span>
            ) : (
              <ChangedText from={textOf(sides.theirs)} to={text} />
            )}
          </div>
        </section>
      </div>
    </div>
  );
}

function Passages({
  open,
  picks,
  disabled,
  onPick,
  onAgain,
}: {
  open: readonly TextRegion[];
  picks: readonly (Pick | undefined)[];
  disabled: boolean;
  onPick: (at: number, pick: Pick) => void;
  onAgain: () => void;
}) {
  return (
    <section aria-label="Passages that both changed" className="flex flex-col gap-2">
      <p className="flex min-h-7 flex-wrap items-center gap-2 text-12 text-ink-muted">
        {open.length === 1
          ? 'One passage was changed by both. All else fits together.'
          : `${open.length} passages were changed by both. All else fits together.`}
        {disabled && (
          <Button size="small" variant="ghost" onClick={onAgain}>
            Back to the passages
          </Button>
        )}
      </p>
      {!disabled && (
        <ol className="flex max-h-56 flex-col gap-1.5 overflow-y-auto">
          {open.map(({ theirs, mine }, at) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: passages are told apart by their order.
              key={at}
              className="flex flex-wrap items-center gap-2 rounded-control border border-line px-2 py-1.5 text-12"
            >
              <p dir="auto" className="min-w-40 flex-1 [overflow-wrap:anywhere] [unicode-bidi:plaintext]">
                <span className="text-late">{shortened(theirs)}</span>
                <span className="text-ink-faint"> or </span>
                <span className="text-done">{shortened(mine)}</span>
              </p>
              <fieldset className="flex gap-1" aria-label={`Passage ${at + 1}`}>
                {PICKS.map(({ pick, label }) => (
                  <Button
                    key={pick}
                    size="small"
                    variant={(picks[at] ?? 'mine') === pick ? 'secondary' : 'ghost'}
                    aria-pressed={(picks[at] ?? 'mine') === pick}
                    onClick={() => onPick(at, pick)}
                  >
                    {label}
                  </Button>
                ))}
              </fieldset>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function shortened(text: string): string {
  if (text.trim() === '') return 'nothing';
  return text.length > 240 ? `${text.slice(0, 239)}…` : text;
}
