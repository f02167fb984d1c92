import { createProject } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { FolderPlus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { Picker } from '../../design/picker.tsx';
import { PickerButton } from '../../design/picker-button.tsx';
import { ProgressBar } from '../../design/progress-bar.tsx';
import { problemOf } from '../../workspace/api-problem.ts';
import { useProjects } from '../../workspace/use-projects.ts';
import { useSend } from '../../workspace/use-send.ts';
import { useClient, useWorkspace } from '../../workspace/workspace-context.ts';
import { LABEL_COLORS } from '../item/fields/label-hue.ts';
import { keyProblem, suggestKey } from '../projects/project-key.ts';
import { ProjectMark } from '../projects/project-mark.tsx';
import { projectNameFor, repoOfFile } from './archive-start.ts';
import { DropZone } from './drop-zone.tsx';
import { noteImport } from './import-notes.ts';
import { uploadArchive } from './upload-archive.ts';
import { importsKey } from './use-imports.ts';

const NEW = 'new';

/** A file, where it goes, and a try-out before anything is changed. */
export function ImportForm() {
  const { membership } = useWorkspace();
  const { store } = useClient();
  const projects = useProjects();
  const send = useSend();
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const [repo, setRepo] = useState<string>();
  const [target, setTarget] = useState<string>(NEW);
  const [ownName, setOwnName] = useState<string>();
  const [ownKey, setOwnKey] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [sent, setSent] = useState<number>();

  const isTaken = (candidate: string) => store.find(`project:${candidate}`) !== undefined;
  const name = ownName ?? (repo ? projectNameFor(repo) : '');
  const key = ownKey ?? suggestKey(name, isTaken);
  const chosen = projects.find(({ id }) => id === target);
  const makesProject = chosen === undefined;
  const wrongKey = makesProject && key !== '' ? keyProblem(key, isTaken) : undefined;
  const ready = file && (!makesProject || (name.trim() !== '' && key !== '' && !wrongKey));

  const choose = async (next: File) => {
    setProblem(undefined);
    setFile(next);
    setRepo(await repoOfFile(next).catch(() => undefined));
  };
  const startAnew = () => {
    setFile(undefined);
    setRepo(undefined);
    setTarget(NEW);
    setOwnName(undefined);
    setOwnKey(undefined);
  };
  const makeProject = async (): Promise<string | undefined> => {
    const id = newId();
    const color = LABEL_COLORS[projects.length % LABEL_COLORS.length];
    const { receipt } = send(createProject(id, { name: name.trim(), key, color, defaultLabels: false }));
    const outcome = await receipt.done;
    return outcome.kind === 'committed' ? id : undefined;
  };
  const tryOut = async () => {
    if (!file) return;
    setProblem(undefined);
    setSent(0);
    try {
      const projectId = chosen?.id ?? (await makeProject());
      if (projectId) {
        // Should the upload fail: a second try goes to the same place.
        setTarget(projectId);
        const workspace = membership.tenantId;
        const job = await uploadArchive({ workspace, project: projectId, file, onProgress: setSent });
        if (makesProject) noteImport(job.id, { madeProject: true });
        startAnew();
        await queries.invalidateQueries({ queryKey: importsKey(workspace) });
      }
    } catch (error) {
      setProblem(problemOf(error).sentence);
    }
    setSent(undefined);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && sent === undefined) void tryOut();
  };

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <DropZone file={file} onFile={(next) => void choose(next)} />
      <div className="flex flex-wrap items-start gap-3">
        <div className="flex min-w-48 flex-1 flex-col gap-1.5">
          <span className="text-12 font-medium text-ink-muted">Into</span>
          <Picker
            label="Into which project"
            value={makesProject ? NEW : target}
            onChange={setTarget}
            items={[
              { value: NEW, label: 'A new project', icon: <FolderPlus /> },
              ...projects.map((project) => ({
                value: project.id,
                label: String(project.fields.name),
                hint: String(project.fields.key),
                icon: <ProjectMark project={project} />,
              })),
            ]}
            trigger={
              <PickerButton
                boxed
                className="w-full"
                icon={chosen ? <ProjectMark project={chosen} /> : <FolderPlus />}
                aria-label={`Into: ${chosen ? String(chosen.fields.name) : 'a new project'}`}
              >
                {chosen ? String(chosen.fields.name) : 'A new project'}
              </PickerButton>
            }
          />
        </div>
        {makesProject && (
          <>
            <div className="min-w-40 flex-1">
              <Field label="Project name">
                {(control) => (
                  <Input
                    {...control}
                    value={name}
                    maxLength={120}
                    autoComplete="off"
                    placeholder="Website"
                    onChange={(event) => setOwnName(event.target.value)}
                  />
                )}
              </Field>
            </div>
            <div className="w-28">
              <Field label="Key" error={wrongKey}>
                {(control) => (
                  <Input
                    {...control}
                    value={key}
                    maxLength={10}
                    autoComplete="off"
                    spellCheck={false}
                    placeholder="WEB"
                    className="font-mono"
                    onChange={(event) => setOwnKey(event.target.value.toUpperCase().replace(/\s/g, ''))}
                  />
                )}
              </Field>
            </div>
          </>
        )}
      </div>
      {problem && (
        <p role="alert" className="rounded-control bg-late-wash px-3 py-2 text-13 text-late">
          {problem}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" variant="primary" disabled={!ready} busy={sent !== undefined}>
          {sent === undefined ? 'Try it out' : 'Uploading the file'}
        </Button>
        {sent !== undefined ? (
          <ProgressBar
            label="Upload"
            max={100}
            parts={[{ tone: 'accent', value: Math.round(sent * 100) }]}
            className="max-w-60 flex-1"
          />
        ) : (
          <p className="min-w-0 flex-1 text-12 text-ink-faint">
            You see what would come in before anything is changed.
          </p>
        )}
      </div>
    </form>
  );
}
