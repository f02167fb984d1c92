import { Dialog } from './dialog.tsx';
import { Kbd } from './kbd.tsx';
import { groupItems } from './picker-match.ts';
import { useShortcutList } from './use-shortcuts.ts';

/** Every shortcut that works where the person is now. */
export function ShortcutSheet({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const listed = useShortcutList().filter((entry) => !entry.quiet && entry.label !== '');
  // The same binding twice: the later one is the one that works.
  const unique = [...new Map(listed.map((entry) => [entry.keys, entry])).values()];
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" width="wide">
      <div className="gap-8 wide:columns-2">
        {groupItems(unique).map(([group, members]) => (
          <section key={group ?? ''} className="mb-4 break-inside-avoid">
            <h3 className="pb-1 text-11 font-medium text-ink-faint">{group}</h3>
            <dl>
              {members.map((entry) => (
                <div
                  key={entry.keys}
                  className="flex h-8 items-center justify-between gap-4 border-b border-line last:border-0"
                >
                  <dt className="truncate">{entry.label}</dt>
                  <dd>
                    <Kbd keys={entry.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
