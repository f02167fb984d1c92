import { createLabel } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { Tag } from 'lucide-react';
import { useMemo } from 'react';
import { Picker } from '../../../design/picker.tsx';
import { PickerButton } from '../../../design/picker-button.tsx';
import { useMay } from '../../../workspace/use-projects.ts';
import { useRecords } from '../../../workspace/use-records.ts';
import { useSend } from '../../../workspace/use-send.ts';
import type { SetFieldProps } from './field-props.ts';
import { LabelChip, LabelDot } from './label-chip.tsx';
import { LABEL_COLORS, labelHue } from './label-hue.ts';

export function LabelPicker({ project, value, onChange, children, boxed, disabled, ...rest }: SetFieldProps) {
  const send = useSend();
  const mayCreate = useMay('create', 'label', project);
  const labels = useLabels(project?.id);
  const items = useMemo(
    () =>
      labels.map((label) => ({
        value: label.id,
        label: String(label.fields.name ?? ''),
        icon: <LabelDot hue={labelHue(label.fields.color)} className="mx-1" />,
      })),
    [labels],
  );
  const create = (name: string) => {
    if (!project) return;
    const id = newId();
    const color = LABEL_COLORS[labels.length % LABEL_COLORS.length];
    const sent = send(createLabel(id, { project: project.id, name, color }));
    if (sent.receipt.state.get().step !== 'refused') onChange([...value, id], { added: id });
  };
  const chosen = labels.filter(({ id }) => value.includes(id));
  return (
    <Picker
      multiple
      label="Add labels"
      keys="l"
      items={items}
      value={value}
      onChange={onChange}
      onCreate={mayCreate ? create : undefined}
      empty={mayCreate ? 'Type a name to create a label.' : 'No such label.'}
      trigger={
        children ?? (
          <PickerButton
            boxed={boxed}
            disabled={disabled}
            className="h-auto min-h-8 py-1"
            aria-label={`Labels: ${chosen.map(({ fields }) => fields.name).join(', ') || 'none'}`}
            icon={chosen.length === 0 && <Tag className="text-ink-faint" />}
            placeholder={disabled ? 'None' : 'Add labels'}
          >
            {chosen.length > 0 && (
              <span className="flex flex-wrap gap-1">
                {chosen.map((label) => (
                  <LabelChip key={label.id} label={label} />
                ))}
              </span>
            )}
          </PickerButton>
        )
      }
      {...rest}
    />
  );
}

/** A project's labels by name. */
export function useLabels(projectId: string | undefined) {
  const labels = useRecords({ type: 'label', where: { project: projectId ?? 'none' } });
  return useMemo(
    () => [...labels].sort((a, b) => String(a.fields.name).localeCompare(String(b.fields.name))),
    [labels],
  );
}
