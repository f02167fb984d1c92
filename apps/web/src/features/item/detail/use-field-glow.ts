import type { RecordState } from '@atrium/protocol';
import { type CSSProperties, useEffect, useRef, useState } from 'react';
import { personColors } from '../../../design/person-hue.ts';
import { useWorkspace } from '../../../workspace/workspace-context.ts';

const GLOW_MS = 600;

/** Props for what shows a field: it glows in the hue of whoever else just changed it. */
export function useFieldGlow(
  record: RecordState,
  field: string,
): { className?: string; style?: CSSProperties } {
  const { membership } = useWorkspace();
  const version = record.fieldVersions[field] ?? 0;
  const seen = useRef({ id: record.id, version });
  const [glow, setGlow] = useState<string>();
  useEffect(() => {
    const before = seen.current;
    seen.current = { id: record.id, version };
    if (before.id !== record.id || before.version === version) return;
    if (record.updatedBy === membership.personId) return;
    setGlow(personColors(record.updatedBy).color);
    const timer = setTimeout(() => setGlow(undefined), GLOW_MS);
    return () => clearTimeout(timer);
  }, [record.id, record.updatedBy, version, membership.personId]);
  if (!glow) return {};
  return { className: 'animate-glow', style: { '--glow': glow } as CSSProperties };
}
