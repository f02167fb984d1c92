import type { RecordState } from '@atrium/protocol';
import { Chip } from '../../../design/badge.tsx';
import { classNames } from '../../../design/class-names.ts';
import { labelHue } from './label-hue.ts';

/** A label of a project as a chip with a dot in its colour. */
export function LabelChip({ label, className }: { label: RecordState; className?: string }) {
  const hue = labelHue(label.fields.color);
  return (
    <Chip className={className}>
      <span className="inline-flex items-center gap-1.5">
        <LabelDot hue={hue} />
        {String(label.fields.name ?? '')}
      </span>
    </Chip>
  );
}

export function LabelDot({ hue, className }: { hue: number | undefined; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={classNames('size-2 shrink-0 rounded-full', hue === undefined && 'bg-control', className)}
      style={hue === undefined ? undefined : { backgroundColor: `var(--color-person-${hue})` }}
    />
  );
}
