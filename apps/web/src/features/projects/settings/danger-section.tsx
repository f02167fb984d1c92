import { archiveProject, deleteProject, unarchiveProject } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { useRouter } from '@tanstack/react-router';
import { Archive, ArchiveRestore, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { useSend } from '../../../workspace/use-send.ts';
import { useWorkspacePaths } from '../../../workspace/use-workspace-paths.ts';
import { SettingsSection } from './settings-section.tsx';

/** Putting it away, and deleting it; both can be taken back. */
export function DangerSection({ project, itemCount }: { project: RecordState; itemCount: number }) {
  const send = useSend();
  const router = useRouter();
  const paths = useWorkspacePaths();
  const [asked, setAsked] = useState(false);
  const name = String(project.fields.name);
  const archived = project.fields.archivedAt !== undefined;
  const remove = () => {
    setAsked(false);
    const sent = send(deleteProject(project), `${name} deleted`);
    if (sent.receipt.state.get().step !== 'refused') router.history.push(paths.home);
  };
  return (
    <SettingsSection
      title="Put away"
      lead="An archived project can be read by those who could before, and changed by nobody."
    >
      <div className="flex flex-wrap gap-2">
        {archived ? (
          <Button
            icon={<ArchiveRestore />}
            onClick={() => send(unarchiveProject(project), `${name} is back`)}
          >
            Take out of the archive
          </Button>
        ) : (
          <Button icon={<Archive />} onClick={() => send(archiveProject(project), `${name} archived`)}>
            Archive project
          </Button>
        )}
        <Button icon={<Trash2 />} className="text-late" onClick={() => setAsked(true)}>
          Delete project
        </Button>
      </div>
      <Dialog
        open={asked}
        onOpenChange={setAsked}
        width="narrow"
        title={`Delete ${name}?`}
        footer={
          <>
            <Button onClick={() => setAsked(false)}>Keep it</Button>
            <Button variant="danger" onClick={remove}>
              Delete project
            </Button>
          </>
        }
      >
        <p className="text-13 text-ink-muted">
          The project and{' '}
          {itemCount === 0
            ? 'everything in it'
            : itemCount === 1
              ? 'its work item'
              : `its ${itemCount} work items`}{' '}
          disappear for everyone. You can undo it right after.
        </p>
      </Dialog>
    </SettingsSection>
  );
}
