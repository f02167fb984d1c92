import { useMemo } from 'react';
import { Picker } from '../../../design/picker.tsx';
import { PickerButton } from '../../../design/picker-button.tsx';
import { StatusIcon } from '../../../design/status-icon.tsx';
import { useStatuses } from '../../../workspace/use-projects.ts';
import { statusView } from '../item-view.ts';
import type { FieldProps } from './field-props.ts';

export function StatusPicker({
  project,
  value,
  onChange,
  children,
  boxed,
  disabled,
  ...rest
}: FieldProps<string>) {
  const statuses = useStatuses(project);
  const items = useMemo(
    () =>
      statuses.map(({ id, name }, index) => ({
        value: id,
        label: name,
        icon: <StatusMark project={project} status={id} />,
        shortcut: index < 9 ? String(index + 1) : undefined,
      })),
    [statuses, project],
  );
  const { name } = statusView(project, value);
  return (
    <Picker
      label="Change status"
      keys="s"
      items={items}
      value={value}
      onChange={onChange}
      trigger={
        children ?? (
          <PickerButton
            boxed={boxed}
            disabled={disabled}
            aria-label={`Status: ${name}`}
            icon={<StatusMark project={project} status={value} />}
          >
            {name}
          </PickerButton>
        )
      }
      {...rest}
    />
  );
}

/** The shape of a status; with `named`, its name for screen readers where no word stands beside it. */
export function StatusMark({
  project,
  status,
  named = false,
  className,
}: Pick<FieldProps<string>, 'project'> & { status: string; named?: boolean; className?: string }) {
  const { name, category, progress } = statusView(project, status);
  return (
    <StatusIcon
      category={category}
      progress={progress}
      label={named ? name : undefined}
      className={className}
    />
  );
}
