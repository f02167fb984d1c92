import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { Field } from '../../design/field.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { Input } from '../../design/input.tsx';

type Given = ComponentProps<typeof Input> & { problem?: string; hint?: string };

export function TextField({ label, problem, hint, ...input }: Given & { label: string }) {
  return (
    <Field label={label} error={problem} hint={hint}>
      {(control) => <Input size="large" {...control} {...input} />}
    </Field>
  );
}

export function EmailField(props: Given) {
  return <TextField label="E-mail" type="email" inputMode="email" autoComplete="username" {...props} />;
}

export function PasswordField({ problem, hint, ...input }: Given) {
  const [shown, setShown] = useState(false);
  return (
    <Field label="Password" error={problem} hint={hint}>
      {(control) => (
        <span className="relative block">
          <Input size="large" type={shown ? 'text' : 'password'} className="pr-10" {...control} {...input} />
          <IconButton
            label={shown ? 'Hide password' : 'Show password'}
            icon={shown ? <EyeOff /> : <Eye />}
            size="small"
            className="absolute right-1.5 top-1.5"
            onClick={() => setShown(!shown)}
          />
        </span>
      )}
    </Field>
  );
}
