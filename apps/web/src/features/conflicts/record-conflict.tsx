import { recordScope } from '@atrium/model';
import { Button } from '../../design/button.tsx';
import { useScope } from '../../workspace/use-records.ts';
import { type Choices, chooseAll, suggestedChoice } from './choices.ts';
import type { ConflictGroup, Met } from './conflict-groups.ts';
import { FieldConflictCard } from './field-conflict.tsx';
import { fieldLabel } from './field-value.tsx';
import { LostChange } from './lost-change.tsx';
import { useConflictRecord } from './record-heading.tsx';

/** All that met on one record, kept live while it is looked at. */
export function RecordConflict({
  group,
  choices,
  onChoices,
}: {
  group: ConflictGroup;
  choices: Choices;
  onChoices: (choices: Choices) => void;
}) {
  const { record, project, type } = useConflictRecord(group);
  useScope(recordScope(group.recordId));
  if (group.kind === 'lost') return <LostChange group={group} type={type} record={record} />;
  const rest = untouched(group);
  return (
    <div className="flex flex-col gap-3">
      {group.fields.length > 1 && (
        <KeepAll
          label="Of this record"
          group={group}
          onChoose={(next) => onChoices({ ...choices, ...next })}
        />
      )}
      {group.fields.map((met) => (
        <FieldConflictCard
          key={met.field}
          type={type}
          met={met}
          project={project}
          choice={choices[met.field]}
          onChoice={(choice) => onChoices({ ...choices, [met.field]: choice })}
        />
      ))}
      {rest.length > 0 && (
        <p className="text-12 text-ink-faint">
          {rest.map((field) => fieldLabel(type, field)).join(', ')} of yours met nothing and will be saved as
          well.
        </p>
      )}
    </div>
  );
}

/** One press for every field: mine, theirs, or whatever fits together. */
export function KeepAll({
  label,
  group,
  onChoose,
}: {
  label: string;
  group: Met;
  onChoose: (choices: Choices) => void;
}) {
  const fitting = group.fields.flatMap((met) => {
    const choice = suggestedChoice(met);
    return choice ? [[met.field, choice] as const] : [];
  });
  return (
    <div className="flex flex-wrap items-center gap-1 text-12 text-ink-muted">
      <span className="pr-1">{label}:</span>
      <Button size="small" onClick={() => onChoose(chooseAll(group, 'mine'))}>
        All mine
      </Button>
      <Button size="small" onClick={() => onChoose(chooseAll(group, 'theirs'))}>
        All theirs
      </Button>
      {fitting.length > 0 && (
        <Button size="small" onClick={() => onChoose(Object.fromEntries(fitting))}>
          Merge what fits
        </Button>
      )}
    </div>
  );
}

/** Fields of the refused changes that met nothing. */
function untouched({ changes, fields }: Met): string[] {
  const met = new Set(fields.map(({ field }) => field));
  const named = changes.flatMap(({ command: { input } }) => {
    const parts = [input.set, input.add, input.remove].filter(
      (part) => typeof part === 'object' && part !== null,
    );
    return parts.flatMap((part) => Object.keys(part as object));
  });
  return [...new Set(named)].filter((field) => !met.has(field));
}
