import type { RecordState } from '@atrium/protocol';
import { useEffect, useState } from 'react';
import { usePerson } from '../../../workspace/use-people.ts';
import { useWorkspace } from '../../../workspace/workspace-context.ts';

/** The name of whoever else changed a field last, as far as it was seen to happen. */
export function useFieldAuthor(item: RecordState, field: string): string {
  const { membership } = useWorkspace();
  const version = item.fieldVersions[field];
  const [seen, setSeen] = useState<{ version: number; by: string }>();
  const isLatest = version === item.version;
  useEffect(() => {
    if (version !== undefined && isLatest) setSeen({ version, by: item.updatedBy });
  }, [version, isLatest, item.updatedBy]);
  const by = isLatest ? item.updatedBy : seen?.version === version ? seen?.by : undefined;
  const { name } = usePerson(by);
  return by === undefined || by === membership.personId ? 'Someone else' : name;
}
