import { createProject } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { useProjects } from '../../workspace/use-projects.ts';
import { useSend } from '../../workspace/use-send.ts';
import { useWorkspacePaths } from '../../workspace/use-workspace-paths.ts';
import { useClient } from '../../workspace/workspace-context.ts';
import { LABEL_COLORS } from '../item/fields/label-hue.ts';
import { ColorSwatches } from './color-swatches.tsx';
import { keyProblem, suggestKey } from './project-key.ts';
import { ProjectMark } from './project-mark.tsx';
import { type Visibility, VisibilityChoice } from './visibility-choice.tsx';

export function CreateProjectDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const form = useId();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      width="narrow"
      title="Create project"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" keys="Enter">
            Create project
          </Button>
        </>
      }
    >
      <CreateProjectForm id={form} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function CreateProjectForm({ id, onDone }: { id: string; onDone: () => void }) {
  const { store } = useClient();
  const router = useRouter();
  const paths = useWorkspacePaths();
  const send = useSend();
  const count = useProjects().length;
  const [name, setName] = useState('');
  const [ownKey, setOwnKey] = useState<string>();
  const [visibility, setVisibility] = useState<Visibility>('workspace');
  const [color, setColor] = useState<string>(LABEL_COLORS[count % LABEL_COLORS.length] ?? 'blue');
  const [tried, setTried] = useState(false);

  const isTaken = (candidate: string) => store.find(`project:${candidate}`) !== undefined;
  const key = ownKey ?? suggestKey(name, isTaken);
  const problems = {
    name: name.trim() === '' ? 'Give the project a name.' : undefined,
    key: keyProblem(key, isTaken),
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problems.name || problems.key) return;
    const sent = send(createProject(newId(), { name: name.trim(), key, visibility, color }));
    if (sent.receipt.state.get().step === 'refused') return;
    onDone();
    router.history.push(paths.board(key));
  };
  return (
    <form id={id} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <div className="flex items-start gap-2.5">
        <span className="mt-5.5">
          <ProjectMark project={{ fields: { name, color } }} size="large" />
        </span>
        <div className="min-w-0 flex-1">
          <Field label="Name" error={tried ? problems.name : undefined}>
            {(control) => (
              <Input
                {...control}
                autoFocus
                autoComplete="off"
                maxLength={120}
                value={name}
                placeholder="Website"
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
        </div>
        <div className="w-28">
          <Field
            label="Key"
            error={(tried && !problems.name) || ownKey !== undefined ? problems.key : undefined}
          >
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                spellCheck={false}
                maxLength={10}
                value={key}
                placeholder="WEB"
                className="font-mono"
                onChange={(event) => setOwnKey(event.target.value.toUpperCase().replace(/\s/g, ''))}
              />
            )}
          </Field>
        </div>
      </div>
      <p className="-mt-2 text-12 text-ink-faint">
        Its work items will be called {key || 'WEB'}-1, {key || 'WEB'}-2 and so on.
      </p>
      <div className="flex flex-col gap-1.5">
        <span className="text-12 font-medium text-ink-muted">Colour</span>
        <ColorSwatches label="Colour" value={color} onChange={setColor} />
      </div>
      <VisibilityChoice value={visibility} onChange={setVisibility} />
    </form>
  );
}
