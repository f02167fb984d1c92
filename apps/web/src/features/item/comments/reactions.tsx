import { reactionsOf, reactToComment, unreactToComment } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { SmilePlus } from 'lucide-react';
import { useState } from 'react';
import { classNames } from '../../../design/class-names.ts';
import { IconButton } from '../../../design/icon-button.tsx';
import { Popover } from '../../../design/popover.tsx';
import { Tooltip } from '../../../design/tooltip.tsx';
import { useEveryone } from '../../../workspace/use-people.ts';
import { useSend } from '../../../workspace/use-send.ts';
import { useWorkspace } from '../../../workspace/workspace-context.ts';

const OFFERED = [
  ['👍', 'Thumbs up'],
  ['❤️', 'Heart'],
  ['🎉', 'Party'],
  ['😄', 'Laugh'],
  ['🤔', 'Thinking'],
  ['👀', 'Looking'],
  ['🚀', 'Rocket'],
  ['✅', 'Done'],
] as const;

/** The reactions to a comment; one's own are marked, a press gives or takes back. */
export function Reactions({ comment, may }: { comment: RecordState; may: boolean }) {
  const people = useEveryone();
  const toggle = useToggle(comment);
  const { membership } = useWorkspace();
  const entries = Object.entries(reactionsOf(comment));
  if (entries.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-1 pt-1.5">
      {entries.map(([emoji, ids]) => {
        const mine = ids.includes(membership.personId);
        const names = ids.map((id) => people.get(id)?.name ?? 'Someone').join(', ');
        return (
          <Tooltip key={emoji} label={names}>
            <button
              type="button"
              disabled={!may}
              aria-pressed={mine}
              aria-label={`${emoji} by ${names}`}
              onClick={() => toggle(emoji)}
              className={classNames(
                'inline-flex h-6 items-center gap-1 rounded-full border px-2 text-12 transition-colors',
                mine
                  ? 'border-accent-line bg-accent-wash text-accent-ink'
                  : 'border-line enabled:hover:bg-hover',
              )}
            >
              {emoji} <span className="text-11">{ids.length}</span>
            </button>
          </Tooltip>
        );
      })}
    </div>
  );
}

export function ReactionButton({ comment }: { comment: RecordState }) {
  const [open, setOpen] = useState(false);
  const toggle = useToggle(comment);
  return (
    <Popover
      label="React"
      open={open}
      onOpenChange={setOpen}
      align="end"
      className="w-auto"
      trigger={<IconButton size="small" label="React" icon={<SmilePlus />} />}
    >
      <div className="flex p-1">
        {OFFERED.map(([emoji, name]) => (
          <button
            key={emoji}
            type="button"
            aria-label={name}
            className="size-8 rounded-control text-16 transition-colors hover:bg-hover"
            onClick={() => {
              setOpen(false);
              toggle(emoji);
            }}
          >
            {emoji}
          </button>
        ))}
      </div>
    </Popover>
  );
}

function useToggle(comment: RecordState): (emoji: string) => void {
  const send = useSend();
  const { membership } = useWorkspace();
  return (emoji) => {
    const mine = reactionsOf(comment)[emoji]?.includes(membership.personId);
    send(mine ? unreactToComment(comment, { emoji }) : reactToComment(comment, { emoji }));
  };
}
