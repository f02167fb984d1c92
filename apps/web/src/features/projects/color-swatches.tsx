import { Check } from 'lucide-react';
import { LABEL_COLORS, labelHue } from '../item/fields/label-hue.ts';

/** The twelve hues as a row of radio buttons. */
export function ColorSwatches({
  label,
  value,
  onChange,
  disabled,
}: {
  label: string;
  value: unknown;
  onChange: (color: string) => void;
  disabled?: boolean;
}) {
  const chosen = labelHue(value);
  return (
    <div role="radiogroup" aria-label={label} className="flex flex-wrap gap-1.5">
      {LABEL_COLORS.map((color) => {
        const hue = labelHue(color);
        return (
          <label
            key={color}
            title={color}
            style={{ backgroundColor: `var(--color-person-${hue})` }}
            className="relative inline-flex size-6 cursor-pointer items-center justify-center rounded-full text-surface has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus has-disabled:cursor-default has-disabled:opacity-50"
          >
            <input
              type="radio"
              name={label}
              aria-label={color}
              className="absolute inset-0 cursor-[inherit] appearance-none rounded-full outline-none!"
              checked={hue === chosen}
              disabled={disabled}
              onChange={() => onChange(color)}
            />
            {hue === chosen && <Check className="relative size-3.5" strokeWidth={3} aria-hidden="true" />}
          </label>
        );
      })}
    </div>
  );
}
