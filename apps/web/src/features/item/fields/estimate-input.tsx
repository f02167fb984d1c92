import { Gauge } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '../../../design/button.tsx';
import { Input } from '../../../design/input.tsx';
import { PickerButton } from '../../../design/picker-button.tsx';
import { Popover } from '../../../design/popover.tsx';
import { estimateWords, readEstimate } from './estimate-value.ts';
import type { FieldProps } from './field-props.ts';

const USUAL = [1, 2, 3, 5, 8, 13];

export function EstimateInput({
  project: _,
  value,
  onChange,
  children,
  boxed,
  disabled,
  open,
  onOpenChange,
  align,
}: FieldProps<number | undefined>) {
  const [ownOpen, setOwnOpen] = useState(false);
  const setOpen = (next: boolean) => {
    setOwnOpen(next);
    onOpenChange?.(next);
  };
  const pick = (points: number | undefined) => {
    setOpen(false);
    if (points !== value) onChange(points);
  };
  return (
    <Popover
      label="Estimate"
      open={open ?? ownOpen}
      onOpenChange={setOpen}
      align={align}
      className="w-auto"
      trigger={
        children ?? (
          <PickerButton
            boxed={boxed}
            disabled={disabled}
            aria-label={`Estimate: ${value === undefined ? 'none' : estimateWords(value)}`}
            icon={<Gauge className="text-ink-faint" />}
            placeholder={disabled ? 'None' : 'Estimate'}
          >
            {value === undefined ? '' : estimateWords(value)}
          </PickerButton>
        )
      }
    >
      <EstimateForm value={value} onPick={pick} />
    </Popover>
  );
}

function EstimateForm({
  value,
  onPick,
}: {
  value: number | undefined;
  onPick: (points: number | undefined) => void;
}) {
  const [text, setText] = useState(value === undefined ? '' : String(value));
  const points = readEstimate(text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (points !== null) onPick(points);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2 p-2">
      <Input
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
        onFocus={(event) => event.target.select()}
        inputMode="decimal"
        aria-label="Points"
        placeholder="Points"
        aria-invalid={points === null || undefined}
      />
      <div className="flex gap-1">
        {USUAL.map((usual) => (
          <Button
            key={usual}
            size="small"
            variant={usual === value ? 'secondary' : 'ghost'}
            className="w-8"
            aria-label={estimateWords(usual)}
            onClick={() => onPick(usual)}
          >
            {usual}
          </Button>
        ))}
        {value !== undefined && (
          <Button size="small" variant="ghost" onClick={() => onPick(undefined)}>
            Clear
          </Button>
        )}
      </div>
    </form>
  );
}
