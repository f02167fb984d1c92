import { givenUpValues, updateWorkItem } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { RotateCcw } from 'lucide-react';
import { Button } from '../../../design/button.tsx';
import { useSend } from '../../../workspace/use-send.ts';
import { ChangedText } from '../../conflicts/changed-text.tsx';
import { FieldValue, fieldLabel } from '../../conflicts/field-value.tsx';
import { TimelineRow } from './change-row.tsx';

const KEPT = {
  theirs: 'kept what others wrote and gave up',
  merged: 'merged with what others wrote; alone it was',
};

/** What someone gave up when two changes met: it was never in the item, and can still be put there. */
export function GivenUpRow({
  conflict,
  item,
  project,
  may,
}: {
  conflict: RecordState;
  item: RecordState;
  project: RecordState;
  may: boolean;
}) {
  const send = useSend();
  const ofItem = conflict.fields.record === item.id;
  const type = ofItem ? item.type : 'comment';
  return (
    <TimelineRow
      personId={conflict.createdBy}
      at={conflict.createdAt}
      more={
        <ul className="flex flex-col gap-1.5 pt-1">
          {Object.entries(givenUpValues(conflict)).map(([field, { kept, mine }]) => {
            const label = fieldLabel(type, field);
            return (
              <li key={field} className="flex min-w-0 items-start gap-2 rounded-control bg-sunken px-2 py-1">
                <div className="min-w-0 flex-1">
                  <p className="text-11 text-ink-faint">
                    {label}: {KEPT[kept]}
                  </p>
                  <div className="max-h-40 overflow-y-auto text-ink">
                    {typeof mine === 'string' && mine.length > 80 ? (
                      <ChangedText from={mine} to={mine} />
                    ) : (
                      <FieldValue type={type} field={field} value={mine} project={project} />
                    )}
                  </div>
                </div>
                {ofItem && may && (
                  <Button
                    size="small"
                    variant="ghost"
                    icon={<RotateCcw />}
                    aria-label={`Restore this ${label.toLowerCase()}`}
                    onClick={() => send(updateWorkItem(item, { set: { [field]: mine ?? null } }), 'Restored')}
                  >
                    Restore
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      }
    >
      settled a conflict{!ofItem && ' in a comment'}
    </TimelineRow>
  );
}
