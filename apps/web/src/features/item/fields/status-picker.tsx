import { useMemo } from 'react';
import { StatusIcon } from '../../../design/status-icon.tsx';
import { useStatuses } from '../../../workspace/use-projects.ts';
import { statusView } from '../item-view.ts';
import { ChoicePicker } from './choice-picker.tsx';
import type { FieldProps } from './field-props.ts';

export function StatusPicker({ project, value, ...rest }: FieldProps<string>) {
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
  return (
    <ChoicePicker
      field="Status"
      keys="s"
      items={items}
      value={value}
      icon={<StatusMark project={project} status={value} />}
      name={statusView(project, value).name}
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
