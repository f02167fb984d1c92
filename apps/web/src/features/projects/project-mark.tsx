import type { RecordState } from '@atrium/protocol';
import { classNames } from '../../design/class-names.ts';
import { labelHue } from '../item/fields/label-hue.ts';

/** A project's small sign: its first letter on its colour. */
export function ProjectMark({
  project,
  size = 'small',
}: {
  project: Pick<RecordState, 'fields'>;
  size?: 'small' | 'large';
}) {
  const { name, color } = project.fields;
  const hue = labelHue(color);
  return (
    <span
      aria-hidden="true"
      style={
        hue === undefined
          ? undefined
          : { color: `var(--color-person-${hue})`, backgroundColor: `var(--color-person-${hue}-wash)` }
      }
      className={classNames(
        'inline-flex shrink-0 select-none items-center justify-center rounded-mark font-semibold leading-none',
        size === 'small' ? 'size-4 text-initials' : 'size-8 rounded-control text-14',
        hue === undefined && 'bg-pressed text-ink-muted',
      )}
    >
      {Array.from(String(name ?? '').trim())[0]?.toUpperCase()}
    </span>
  );
}
