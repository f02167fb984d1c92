import type { KeptElsewhere } from '../workspace/kept-elsewhere.ts';
import { useObservable } from '../workspace/use-observable.ts';
import { useWorkspace } from '../workspace/workspace-context.ts';
import { CommandLine } from './command-line.tsx';
import { commandWords } from './command-words.ts';

const SHOWN = 50;

/** Every change that signing out would delete, those of other workspaces too. */
export function UnsentList({ elsewhere }: { elsewhere: readonly KeptElsewhere[] }) {
  const { client, membership } = useWorkspace();
  useObservable(client.status);
  const unsent = client.queue().filter(({ state }) => state.kind !== 'committed');
  return (
    <div className="flex max-h-56 flex-col gap-3 overflow-y-auto rounded-card border border-line text-ink">
      {unsent.length > 0 && (
        <Group name={elsewhere.length > 0 ? membership.name : undefined}>
          {unsent.slice(0, SHOWN).map(({ command, state }) => (
            <li key={command.id} className="flex items-baseline gap-3 px-3 py-1.5">
              <CommandLine command={command} className="min-w-0 flex-1 [overflow-wrap:anywhere]" />
              {state.kind !== 'waiting' && <span className="shrink-0 text-12 text-late">needs you</span>}
            </li>
          ))}
          {unsent.length > SHOWN && (
            <li className="px-3 py-1.5 text-12 text-ink-faint">and {unsent.length - SHOWN} more</li>
          )}
        </Group>
      )}
      {elsewhere.map(({ membership: other, commands }) => (
        <Group key={other.tenantId} name={other.name}>
          {commands.slice(0, SHOWN).map((command) => (
            <li key={command.id} className="px-3 py-1.5 [overflow-wrap:anywhere]">
              {commandWords(command, undefined)}
            </li>
          ))}
          {commands.length > SHOWN && (
            <li className="px-3 py-1.5 text-12 text-ink-faint">and {commands.length - SHOWN} more</li>
          )}
        </Group>
      ))}
    </div>
  );
}

function Group({ name, children }: { name: string | undefined; children: React.ReactNode }) {
  return (
    <section aria-label={name ?? 'Unsent changes'}>
      {name && <h3 className="px-3 pt-2 text-12 font-medium text-ink-muted">{name}</h3>}
      <ul className="divide-y divide-line">{children}</ul>
    </section>
  );
}
