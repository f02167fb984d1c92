import { builtIn, type Choice } from '@atrium/model';
import type { Json, RecordState } from '@atrium/protocol';
import { useId } from 'react';
import { Badge } from '../../design/badge.tsx';
import { classNames } from '../../design/class-names.ts';
import { ChangedText } from './changed-text.tsx';
import { ConflictBy } from './conflict-by.tsx';
import type { MetField } from './conflict-groups.ts';
import { FieldValue, fieldLabel } from './field-value.tsx';
import { MergeEditor, startOfMerge } from './merge-editor.tsx';
import { SideCard, sideText } from './side-card.tsx';

const textOf = (value: Json | undefined) => (typeof value === 'string' ? value : '');

/** One field that met another's change: before, theirs and mine side by side, and the choice between them. */
export function FieldConflictCard({
  type,
  met,
  project,
  choice,
  onChoice,
}: {
  type: string;
  met: MetField;
  project: RecordState | undefined;
  choice: Choice | undefined;
  onChoice: (choice: Choice) => void;
}) {
  const name = useId();
  const { field, sides, merge, mergeable } = met;
  const declared = builtIn.types.get(type)?.fields[field];
  const isText = declared?.kind === 'text' || declared?.kind === 'longText';
  const label = fieldLabel(type, field);
  const side = (value: Json | undefined) =>
    isText ? (
      <div className={sideText}>
        <ChangedText from={textOf(sides.base)} to={textOf(value)} />
      </div>
    ) : (
      <FieldValue type={type} field={field} value={value} project={project} />
    );
  return (
    <fieldset className="min-w-0 rounded-card border border-line bg-surface p-3">
      <legend className="sr-only">{label}</legend>
      <div className="flex min-h-6 items-center gap-2 pb-2">
        <h3 className="text-13 font-medium">{label}</h3>
        {merge.kind === 'merged' && isText && <Badge tone="done">Fits together</Badge>}
        {choice === undefined && <Badge tone="doing">Choose one</Badge>}
      </div>
      <div className="grid gap-2 roomy:grid-cols-3">
        <div className="flex min-w-0 flex-col rounded-control bg-sunken">
          <p className="flex min-h-8 items-center px-2.5 text-12 font-medium text-ink-muted">Before</p>
          <div className={classNames('min-w-0 px-2.5 pb-2 pt-1 text-13', isText && sideText)}>
            {isText ? (
              <ChangedText from={textOf(sides.base)} to={textOf(sides.base)} />
            ) : (
              <FieldValue type={type} field={field} value={sides.base} project={project} />
            )}
          </div>
        </div>
        <SideCard
          name={name}
          value="theirs"
          label="Keep theirs"
          aside={<ConflictBy by={sides.by} />}
          checked={choice?.keep === 'theirs'}
          onPick={() => onChoice({ keep: 'theirs' })}
        >
          {side(sides.theirs)}
        </SideCard>
        <SideCard
          name={name}
          value="mine"
          label="Keep mine"
          checked={choice?.keep === 'mine'}
          onPick={() => onChoice({ keep: 'mine' })}
        >
          {side(sides.mine)}
        </SideCard>
      </div>
      {isText && mergeable && (
        <SideCard
          name={name}
          value="merged"
          label="Merge"
          aside={merge.kind === 'merged' ? 'both changes' : 'write what shall stand'}
          checked={choice?.keep === 'merged'}
          onPick={() => onChoice({ keep: 'merged', value: startOfMerge(met) || undefined })}
          className="mt-2"
        >
          {choice?.keep === 'merged' && (
            <MergeEditor
              met={met}
              long={declared.kind === 'longText'}
              maxLength={declared.maxLength}
              choice={choice}
              onChoice={onChoice}
            />
          )}
        </SideCard>
      )}
    </fieldset>
  );
}

/** A choice that the record could not take. */
export function isImpossible(type: string, field: string, choice: Choice | undefined): boolean {
  if (choice?.keep !== 'merged') return false;
  const declared = builtIn.types.get(type)?.fields[field];
  const text = textOf(choice.value);
  if (declared?.required && text.trim() === '') return true;
  return text.length > (declared?.maxLength ?? Number.POSITIVE_INFINITY);
}
