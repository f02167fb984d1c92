import { deleteProject } from '@atrium/model';
import type { ImportJob } from '@atrium/protocol/api';
import { useRouter } from '@tanstack/react-router';
import { CircleAlert, CircleCheck, Columns3, LoaderCircle, SearchCheck, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../design/button.tsx';
import { ProgressBar } from '../../design/progress-bar.tsx';
import { RelativeTime } from '../../design/relative-time.tsx';
import { useRecord } from '../../workspace/use-records.ts';
import { useSend } from '../../workspace/use-send.ts';
import { useWorkspacePaths } from '../../workspace/use-workspace-paths.ts';
import { importNote, noteImport } from './import-notes.ts';
import { ImportCounts, ImportRefused } from './import-report.tsx';
import { countedIn, isAtWork, progressOf, stageOf, stageSentence } from './import-words.ts';
import { UndoImportDialog } from './undo-import-dialog.tsx';
import { useImportStep } from './use-imports.ts';

/** One import: how far it is, what it brought, and what can be done about it. */
export function ImportCard({ job, onDismiss }: { job: ImportJob; onDismiss: () => void }) {
  const stage = stageOf(job);
  const run = useImportStep('run');
  const undo = useImportStep('undo');
  const send = useSend();
  const router = useRouter();
  const paths = useWorkspacePaths();
  const [asked, setAsked] = useState(false);
  const note = importNote(job.id);
  const project = useRecord(job.projectId);
  const gone = project !== undefined && project.deletedAt !== null;
  const dismiss = () => {
    noteImport(job.id, { ...note, dismissed: true });
    if (note?.madeProject && project && !gone) send(deleteProject(project), `${project.fields.name} deleted`);
    onDismiss();
  };
  return (
    <li className="flex flex-col gap-4 rounded-card border border-line bg-raised p-4">
      <div className="flex items-start gap-3">
        <StageIcon stage={stage} />
        <div className="min-w-0 flex-1">
          <h3 className={`text-13 font-medium ${stage === 'failed' ? 'text-late' : ''}`} aria-live="polite">
            {stageSentence(job)}
          </h3>
          <p className="truncate text-12 text-ink-faint">
            {job.file}
            {project && `, into ${String(project.fields.name)}`}, <RelativeTime at={job.startedAt} />
          </p>
        </div>
      </div>
      {isAtWork(job) && (
        <ProgressBar
          label={stageSentence(job)}
          max={100}
          parts={[
            {
              tone: 'accent',
              value:
                stage === 'undoing'
                  ? 100
                  : Math.round(progressOf(job, job.dryRun ? 0 : note?.expected) * 100),
            },
          ]}
          className={stage === 'undoing' ? 'animate-breathe' : undefined}
        />
      )}
      {stage !== 'failed' && stage !== 'undone' && <ImportCounts report={job.report} />}
      <ImportRefused report={job.report} />
      <div className="flex flex-wrap gap-2 empty:hidden">
        {stage === 'tried' && !gone && (
          <Button
            variant="primary"
            busy={run.isPending}
            disabled={job.report.items.created + job.report.comments.created === 0}
            onClick={() => {
              noteImport(job.id, { ...note, expected: countedIn(job.report) });
              run.mutate(job.id);
            }}
          >
            Import now
          </Button>
        )}
        {stage === 'failed' && !gone && (
          <Button busy={run.isPending} onClick={() => run.mutate(job.id)}>
            {job.error?.code === 'INVALID_INPUT' ? 'Try again' : 'Go on with it'}
          </Button>
        )}
        {stage === 'imported' && project && !gone && (
          <Button
            variant="primary"
            icon={<Columns3 />}
            onClick={() => router.history.push(paths.board(String(project.fields.key)))}
          >
            Open the board
          </Button>
        )}
        {stage === 'imported' && job.report.items.created + job.report.comments.created > 0 && (
          <Button icon={<Undo2 />} busy={undo.isPending} onClick={() => setAsked(true)}>
            Undo the import
          </Button>
        )}
        {(stage === 'tried' || stage === 'failed' || stage === 'undone') && (
          <Button variant="ghost" onClick={dismiss}>
            {note?.madeProject && !gone ? 'Discard, with its new project' : 'Discard'}
          </Button>
        )}
      </div>
      <UndoImportDialog
        open={asked}
        onOpenChange={setAsked}
        job={job}
        onUndo={() => {
          setAsked(false);
          undo.mutate(job.id);
        }}
      />
    </li>
  );
}

function StageIcon({ stage }: { stage: ReturnType<typeof stageOf> }) {
  const looks = 'mt-0.5 size-4 shrink-0';
  if (stage === 'failed') return <CircleAlert className={`${looks} text-late`} aria-hidden="true" />;
  if (stage === 'imported') return <CircleCheck className={`${looks} text-done`} aria-hidden="true" />;
  if (stage === 'tried') return <SearchCheck className={`${looks} text-accent-ink`} aria-hidden="true" />;
  if (stage === 'undone') return <Undo2 className={`${looks} text-ink-faint`} aria-hidden="true" />;
  return <LoaderCircle className={`${looks} motion-safe:animate-spin text-ink-muted`} aria-hidden="true" />;
}
