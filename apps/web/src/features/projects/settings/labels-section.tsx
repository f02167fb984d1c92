import { createLabel, deleteLabel, updateLabel } from '@atrium/model';
import { newId, type RecordState } from '@atrium/protocol';
import { Plus, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '../../../design/button.tsx';
import { IconButton } from '../../../design/icon-button.tsx';
import { Input } from '../../../design/input.tsx';
import { Popover } from '../../../design/popover.tsx';
import { notifyProblem } from '../../../design/toast.tsx';
import { useMay } from '../../../workspace/use-projects.ts';
import { useSend } from '../../../workspace/use-send.ts';
import { LabelDot } from '../../item/fields/label-chip.tsx';
import { LABEL_COLORS, labelHue } from '../../item/fields/label-hue.ts';
import { useLabels } from '../../item/fields/label-picker.tsx';
import { ColorSwatches } from '../color-swatches.tsx';
import { CommitInput } from './commit-input.tsx';
import { SettingsRows, SettingsSection } from './settings-section.tsx';

export function LabelsSection({ project }: { project: RecordState }) {
  const labels = useLabels(project.id);
  const may = useMay('create', 'label', project);
  const isTaken = (name: string, except?: string) =>
    labels.some(
      ({ id, fields }) => id !== except && String(fields.name).toLowerCase() === name.toLowerCase(),
    );
  return (
    <SettingsSection
      title="Labels"
      lead="What work items have in common across statuses. Deleting a label takes it off every item."
    >
      {labels.length === 0 ? (
        <p className="text-13 text-ink-faint">No labels yet.</p>
      ) : (
        <SettingsRows label="Labels">
          {labels.map((label) => (
            <LabelRow key={label.id} label={label} may={may} isTaken={isTaken} />
          ))}
        </SettingsRows>
      )}
      {may && <AddLabel project={project} count={labels.length} isTaken={isTaken} />}
    </SettingsSection>
  );
}

function LabelRow({
  label,
  may,
  isTaken,
}: {
  label: RecordState;
  may: boolean;
  isTaken: (name: string, except?: string) => boolean;
}) {
  const send = useSend();
  const name = String(label.fields.name);
  return (
    <li className="flex h-11 items-center gap-2 px-2">
      <Popover
        label={`Colour of ${name}`}
        className="w-56 p-3"
        trigger={
          <IconButton
            label={`Colour of ${name}`}
            disabled={!may}
            icon={<LabelDot hue={labelHue(label.fields.color)} />}
          />
        }
      >
        <ColorSwatches
          label={`Colour of ${name}`}
          value={label.fields.color}
          onChange={(color) => send(updateLabel(label, { color }))}
        />
      </Popover>
      <CommitInput
        aria-label={`Name of ${name}`}
        value={name}
        maxLength={60}
        disabled={!may}
        className="border-transparent bg-transparent"
        check={(next) => {
          if (!isTaken(next, label.id)) return undefined;
          notifyProblem(`Another label is called ${next}.`);
          return 'taken';
        }}
        onCommit={(next) => send(updateLabel(label, { name: next }))}
      />
      {may && (
        <IconButton
          size="small"
          label={`Delete ${name}`}
          icon={<Trash2 />}
          onClick={() => send(deleteLabel(label), `${name} deleted`)}
        />
      )}
    </li>
  );
}

function AddLabel({
  project,
  count,
  isTaken,
}: {
  project: RecordState;
  count: number;
  isTaken: (name: string) => boolean;
}) {
  const send = useSend();
  const [name, setName] = useState('');
  const color = LABEL_COLORS[count % LABEL_COLORS.length] ?? 'blue';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = name.trim();
    if (typed === '') return;
    if (isTaken(typed)) return notifyProblem(`Another label is called ${typed}.`);
    send(createLabel(newId(), { project: project.id, name: typed, color }));
    setName('');
  };
  return (
    <form onSubmit={submit} className="flex items-center gap-2 px-2">
      <span className="inline-flex size-8 shrink-0 items-center justify-center">
        <LabelDot hue={labelHue(color)} />
      </span>
      <Input
        aria-label="New label"
        placeholder="New label"
        value={name}
        maxLength={60}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" icon={<Plus />} disabled={name.trim() === ''}>
        Add
      </Button>
    </form>
  );
}
