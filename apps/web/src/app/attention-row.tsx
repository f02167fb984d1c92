import type { AttentionItem } from '@atrium/sync/client';
import { Copy, CornerDownRight, Download, Ellipsis, GitMerge, Pencil, RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { Menu } from '../design/menu.tsx';
import { notifyDone } from '../design/toast.tsx';
import { isSettledHere } from '../features/conflicts/conflict-groups.ts';
import { useFrameActions } from '../workspace/frame-actions.ts';
import { useClient } from '../workspace/workspace-context.ts';
import { CommandLine } from './command-line.tsx';
import { canEditChange } from './edit-change.ts';
import { EditChangeDialog } from './edit-change-dialog.tsx';
import { exportText, saveAsFile } from './export-queue.ts';
import { dropSoon } from './pending-drops.ts';

/** A refused change: why, what waits for it, and every way on. */
export function AttentionRow({ item }: { item: AttentionItem }) {
  const { command, refusal, holds } = item;
  const client = useClient();
  const { settleConflicts } = useFrameActions();
  const [editing, setEditing] = useState(false);
  const met = isSettledHere(item);
  const exported = () => {
    const ids = new Set([command.id, ...holds.map(({ id }) => id)]);
    const { changes, ...where } = client.exportQueue();
    return { ...where, changes: changes.filter((change) => ids.has(change.command.id)) };
  };
  const drop = () => {
    const more = holds.length > 0 ? ` and ${holds.length} more` : '';
    dropSoon(client, command.id, `Change${more} dropped`);
  };
  return (
    <li className="flex flex-col gap-2 rounded-card border border-line bg-surface p-3 text-13">
      <CommandLine command={command} className="font-medium [overflow-wrap:anywhere]" />
      <p className="text-late">{refusal.message}</p>
      {holds.length > 0 && (
        <section aria-label="Waits for it" className="text-12 text-ink-muted">
          <h3 className="text-ink-faint">
            {holds.length === 1 ? '1 later change waits for it' : `${holds.length} later changes wait for it`}
          </h3>
          <ul className="max-h-40 overflow-y-auto">
            {holds.map((held) => (
              <li key={held.id} className="flex items-start gap-1.5 py-0.5">
                <CornerDownRight className="mt-0.5 size-3.5 shrink-0 text-ink-faint" aria-hidden="true" />
                <CommandLine command={held} className="min-w-0 [overflow-wrap:anywhere]" />
              </li>
            ))}
          </ul>
        </section>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {met ? (
          <Button size="small" icon={<GitMerge />} onClick={() => settleConflicts(command.recordId)}>
            Settle
          </Button>
        ) : (
          <Button size="small" icon={<RotateCw />} onClick={() => client.attention.retry(command.id)}>
            Try again
          </Button>
        )}
        {!met && canEditChange(command) && (
          <Button size="small" icon={<Pencil />} onClick={() => setEditing(true)}>
            Edit
          </Button>
        )}
        <Button size="small" variant="ghost" icon={<Trash2 />} onClick={drop}>
          Drop
        </Button>
        <Menu
          align="end"
          items={[
            {
              label: 'Copy as JSON',
              icon: <Copy />,
              run: () =>
                void navigator.clipboard.writeText(exportText(exported())).then(() => notifyDone('Copied')),
            },
            { label: 'Save as a file', icon: <Download />, run: () => saveAsFile(exported()) },
          ]}
        >
          <IconButton size="small" label="More" icon={<Ellipsis />} className="ml-auto" />
        </Menu>
      </div>
      {editing && <EditChangeDialog item={item} onClose={() => setEditing(false)} />}
    </li>
  );
}
