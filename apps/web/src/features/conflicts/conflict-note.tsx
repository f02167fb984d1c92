import { builtIn } from '@atrium/model';
import type { FieldConflict, Json, RecordState } from '@atrium/protocol';
import { GitMerge } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../design/button.tsx';
import { useFrameActions } from '../../workspace/frame-actions.ts';
import { usePerson } from '../../workspace/use-people.ts';
import { useClient, useWorkspace } from '../../workspace/workspace-context.ts';
import { ChangedText } from './changed-text.tsx';
import { chooseAll } from './choices.ts';
import type { Met } from './conflict-groups.ts';
import { FieldValue, fieldLabel } from './field-value.tsx';
import { settle } from './settle.ts';
import { useTellsOnItself } from './shown-notes.ts';
import { useConflicts } from './use-conflicts.ts';

const SHOWN = 3;

/** On the record itself: what I changed while someone else did, until I have chosen. Refusals need no toast then. */
export function ConflictNote({ record, project }: { record: RecordState; project: RecordState }) {
  const client = useClient();
  const { settleConflicts } = useFrameActions();
  const [group] = useConflicts(record.id);
  useTellsOnItself(record.id);
  if (!group) return null;
  const open = (
    <Button size="small" variant="ghost" onClick={() => settleConflicts(record.id)}>
      {group.kind === 'lost' ? 'Look at it…' : 'Compare and merge…'}
    </Button>
  );
  return (
    <section
      aria-label="Changed at the same time"
      className="flex flex-col gap-3 rounded-card border border-accent-line bg-accent-wash p-3"
    >
      {group.kind === 'lost' ? (
        <>
          <Headline>What you changed could not be saved. It is kept here.</Headline>
          <div>{open}</div>
        </>
      ) : (
        <>
          <Headline>
            <Others group={group} /> changed {fieldsOf(record, group)} at the same time. Yours is kept here.
          </Headline>
          <dl className="flex flex-col gap-2">
            {group.fields.slice(0, SHOWN).map(({ field, sides }) => (
              <div key={field} className="grid gap-2 @min-[460px]:grid-cols-2">
                <Side {...{ record, project, field, sides }} value={sides.mine} label="yours" />
                <Side {...{ record, project, field, sides }} value={sides.theirs} label="theirs, saved now" />
              </div>
            ))}
          </dl>
          <div className="flex flex-wrap gap-2">
            <Button
              size="small"
              variant="primary"
              onClick={() => settle(client, group, chooseAll(group, 'mine'))}
            >
              Keep mine
            </Button>
            <Button size="small" onClick={() => settle(client, group, chooseAll(group, 'theirs'))}>
              Keep theirs
            </Button>
            {open}
          </div>
        </>
      )}
    </section>
  );
}

function Headline({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-start gap-2 text-13 font-medium">
      <GitMerge className="mt-0.5 size-4 shrink-0 text-accent-ink" aria-hidden="true" />
      <span className="min-w-0">{children}</span>
    </p>
  );
}

function Others({ group }: { group: Met }) {
  const { membership } = useWorkspace();
  const ids = new Set(group.fields.flatMap(({ sides }) => (sides.by ? [sides.by.personId] : [])));
  const [only] = ids;
  const { name } = usePerson(only);
  // The same person, at another screen.
  if (only === membership.personId && ids.size === 1) return 'You, elsewhere,';
  return ids.size === 1 ? name : 'Someone else';
}

function fieldsOf(record: RecordState, { fields }: Met): string {
  const names = fields.map(({ field }) => fieldLabel(record.type, field).toLowerCase());
  if (names.length > SHOWN) return `${names.length} fields`;
  return names.length === 1 ? `the ${names[0]}` : `the ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function Side({
  record,
  project,
  field,
  sides,
  value,
  label,
}: {
  record: RecordState;
  project: RecordState;
  field: string;
  sides: FieldConflict;
  value: Json | undefined;
  label: string;
}) {
  const kind = builtIn.types.get(record.type)?.fields[field]?.kind;
  return (
    <div className="min-w-0">
      <dt className="pb-1 text-11 font-medium text-ink-muted">
        {fieldLabel(record.type, field)}, {label}
      </dt>
      <dd className="max-h-40 min-w-0 overflow-y-auto rounded-control border border-line bg-raised px-2.5 py-1.5 text-13">
        {kind === 'longText' || kind === 'text' ? (
          <ChangedText from={textOf(sides.base)} to={textOf(value)} removed={false} />
        ) : (
          <FieldValue type={record.type} field={field} value={value} project={project} />
        )}
      </dd>
    </div>
  );
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
