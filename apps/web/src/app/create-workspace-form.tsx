import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { Input } from '../design/input.tsx';
import { api } from '../workspace/api-client.ts';
import { problemOf } from '../workspace/api-problem.ts';
import { ME_KEY } from '../workspace/use-me.ts';

/** A name, and one is in. */
export function CreateWorkspaceForm({ onDone }: { onDone?: () => void }) {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const queries = useQueryClient();
  const navigate = useNavigate();

  const create = async () => {
    if (name.trim() === '') return setProblem('Give the workspace a name.');
    setBusy(true);
    try {
      const { slug } = await api.workspaces.create({ name: name.trim() });
      await queries.invalidateQueries({ queryKey: ME_KEY });
      onDone?.();
      await navigate({ to: '/w/$workspace', params: { workspace: slug } });
    } catch (error) {
      setProblem(problemOf(error).sentence);
    }
    setBusy(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) void create();
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="Workspace name" error={problem} hint="You can invite others right after.">
        {(control) => (
          <Input
            {...control}
            autoFocus
            size="large"
            value={name}
            maxLength={80}
            placeholder="Acme"
            autoComplete="organization"
            onChange={(event) => {
              setName(event.target.value);
              setProblem(undefined);
            }}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="large" keys="Enter" busy={busy}>
        {busy ? 'Creating the workspace' : 'Create workspace'}
      </Button>
    </form>
  );
}
