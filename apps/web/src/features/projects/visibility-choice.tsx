import { Globe, Lock } from 'lucide-react';
import type { ReactNode } from 'react';

export type Visibility = 'workspace' | 'private';

const CHOICES: { value: Visibility; label: string; hint: string; icon: ReactNode }[] = [
  {
    value: 'workspace',
    label: 'The whole workspace',
    hint: 'Everyone sees it and can work in it.',
    icon: <Globe />,
  },
  {
    value: 'private',
    label: 'Only its members',
    hint: 'Hidden from everyone else but admins.',
    icon: <Lock />,
  },
];

export function VisibilityChoice({
  value,
  onChange,
  disabled,
}: {
  value: Visibility;
  onChange: (value: Visibility) => void;
  disabled?: boolean;
}) {
  return (
    <fieldset disabled={disabled} className="flex flex-col gap-1.5 disabled:opacity-60">
      <legend className="mb-1.5 text-12 font-medium text-ink-muted">Who can see it</legend>
      <div className="grid gap-2 wide:grid-cols-2">
        {CHOICES.map((choice) => (
          <label
            key={choice.value}
            className="relative flex items-start gap-2.5 rounded-control border border-line-strong bg-raised p-2.5 transition-colors has-enabled:hover:border-control has-checked:border-accent has-checked:bg-accent-wash has-focus-visible:outline-2 has-focus-visible:outline-focus [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-ink-muted"
          >
            <input
              type="radio"
              name="visibility"
              className="absolute inset-0 appearance-none rounded-control outline-none!"
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
            />
            {choice.icon}
            <span className="min-w-0">
              <span className="block text-13 font-medium">{choice.label}</span>
              <span className="block text-12 text-ink-muted">{choice.hint}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
