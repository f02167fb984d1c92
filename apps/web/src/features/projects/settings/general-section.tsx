import { updateProject } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { Avatar } from '../../../design/avatar.tsx';
import { Field } from '../../../design/field.tsx';
import { Picker } from '../../../design/picker.tsx';
import { PickerButton } from '../../../design/picker-button.tsx';
import { Textarea } from '../../../design/textarea.tsx';
import { usePeople, usePerson } from '../../../workspace/use-people.ts';
import { useSend } from '../../../workspace/use-send.ts';
import { useWorkspacePaths } from '../../../workspace/use-workspace-paths.ts';
import { useClient } from '../../../workspace/workspace-context.ts';
import { ColorSwatches } from '../color-swatches.tsx';
import { keyProblem } from '../project-key.ts';
import { VisibilityChoice } from '../visibility-choice.tsx';
import { CommitInput } from './commit-input.tsx';
import { SettingsSection } from './settings-section.tsx';

export function GeneralSection({ project, may }: { project: RecordState; may: boolean }) {
  const send = useSend();
  const { store } = useClient();
  const router = useRouter();
  const paths = useWorkspacePaths();
  const [keyError, setKeyError] = useState<string>();
  const { name, key, color, visibility } = project.fields;
  const isTaken = (candidate: string) => {
    const holder = store.find(`project:${candidate}`);
    return holder !== undefined && holder !== project.id;
  };
  const changeKey = (next: string) => {
    const sent = send(updateProject(project, { key: next }), `The key is ${next} now`);
    if (sent.receipt.state.get().step !== 'refused') router.history.replace(paths.settings(next));
  };
  return (
    <SettingsSection title="General" lead="Changes are saved as you make them, on every screen at once.">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <Field label="Name">
            {(control) => (
              <CommitInput
                {...control}
                value={String(name)}
                maxLength={120}
                disabled={!may}
                onCommit={(next) => send(updateProject(project, { name: next }))}
              />
            )}
          </Field>
        </div>
        <div className="w-32">
          <Field label="Key" error={keyError}>
            {(control) => (
              <CommitInput
                {...control}
                value={String(key)}
                maxLength={10}
                disabled={!may}
                spellCheck={false}
                className="font-mono"
                format={(text) => text.toUpperCase().replace(/\s/g, '')}
                check={(next) => keyProblem(next, isTaken)}
                onProblem={setKeyError}
                onCommit={changeKey}
              />
            )}
          </Field>
        </div>
      </div>
      <p className="-mt-2.5 text-12 text-ink-faint">
        A new key renames all work items ({String(key)}-1 and so on). Links with the old key stop working.
      </p>
      <Description project={project} may={may} />
      <Lead project={project} may={may} />
      <div className="flex flex-col gap-1.5">
        <span className="text-12 font-medium text-ink-muted">Colour</span>
        <ColorSwatches
          label="Colour"
          value={color}
          disabled={!may}
          onChange={(next) => send(updateProject(project, { color: next }))}
        />
      </div>
      <VisibilityChoice
        value={visibility === 'private' ? 'private' : 'workspace'}
        disabled={!may}
        onChange={(next) =>
          send(
            updateProject(project, { visibility: next }),
            next === 'private' ? 'Only its members see it now' : 'Everyone in the workspace sees it now',
          )
        }
      />
    </SettingsSection>
  );
}

function Description({ project, may }: { project: RecordState; may: boolean }) {
  const send = useSend();
  const saved = String(project.fields.description ?? '');
  const [draft, setDraft] = useState<string>();
  const leave = () => {
    if (draft !== undefined && draft !== saved) {
      send(updateProject(project, { description: draft.trim() === '' ? null : draft }));
    }
    setDraft(undefined);
  };
  return (
    <Field label="Description" hint="What it is for, in a few words. Markdown works.">
      {(control) => (
        <Textarea
          {...control}
          value={draft ?? saved}
          disabled={!may}
          maxLength={20_000}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={leave}
        />
      )}
    </Field>
  );
}

function Lead({ project, may }: { project: RecordState; may: boolean }) {
  const send = useSend();
  const id = project.fields.lead;
  const lead = usePerson(typeof id === 'string' ? id : undefined);
  const people = usePeople().filter(({ role }) => role !== undefined);
  return (
    <div className="flex flex-col items-start gap-1.5">
      <span className="text-12 font-medium text-ink-muted">Lead</span>
      <Picker
        label="Lead"
        value={lead.id === '' ? undefined : lead.id}
        items={people.map((person) => ({
          value: person.id,
          label: person.name,
          icon: <Avatar person={person} />,
        }))}
        onChange={(next) => send(updateProject(project, { lead: next }))}
        trigger={
          <PickerButton
            boxed
            disabled={!may}
            aria-label={`Lead: ${lead.id ? lead.name : 'nobody'}`}
            icon={lead.id !== '' && <Avatar person={lead} />}
            placeholder="Nobody"
          >
            {lead.id !== '' && lead.name}
          </PickerButton>
        }
      />
    </div>
  );
}
