import { RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { Avatar } from '../../design/avatar.tsx';
import { ConnectionPill } from '../../design/connection-pill.tsx';
import { Kbd } from '../../design/kbd.tsx';
import { StatusIcon } from '../../design/status-icon.tsx';

const FACTS: { title: string; text: string; picture: ReactNode }[] = [
  {
    title: 'Live for everyone',
    text: 'A card moved in one window moves in all of them. You see who is here and what they hold.',
    picture: (
      <Line>
        <Avatar person={{ id: 'kofi', name: 'Kofi Mensah' }} />
        <span className="truncate">Kofi moved ATR-49</span>
        <span className="ml-auto flex items-center gap-1">
          <StatusIcon category="todo" />
          <span className="text-ink-faint">→</span>
          <StatusIcon category="doing" />
        </span>
      </Line>
    ),
  },
  {
    title: 'Works without a network',
    text: 'Changes are kept in your browser and sent when you are back. If two people changed one thing, you choose.',
    picture: (
      <Line>
        <span inert>
          <ConnectionPill state="offline" unsent={3} />
        </span>
      </Line>
    ),
  },
  {
    title: 'Every change is kept',
    text: 'With who, when and why. Undo the last one, or bring back what a field said last month.',
    picture: (
      <Line>
        <RotateCcw className="size-4 text-ink-muted" />
        <span className="truncate">Undo: moved 12 items</span>
        <Kbd keys="$mod+z" className="ml-auto" />
      </Line>
    ),
  },
  {
    title: 'Yours to run',
    text: 'One command starts it, together with its database. Your work stays on your server.',
    picture: (
      <Line>
        <span className="font-mono text-12">
          <span className="text-accent-ink">$</span> npm start
        </span>
      </Line>
    ),
  },
];

export function LandingFacts() {
  return (
    <section
      aria-label="What it does"
      className="mx-auto grid max-w-[1160px] gap-x-10 gap-y-10 px-5 py-14 wide:grid-cols-2 wide:py-20 roomy:grid-cols-4 roomy:gap-x-8"
    >
      {FACTS.map((fact) => (
        <div key={fact.title} className="flex flex-col">
          <div aria-hidden="true" className="mb-4">
            {fact.picture}
          </div>
          <h2 className="text-14 font-semibold">{fact.title}</h2>
          <p className="mt-1 text-13 text-ink-muted text-pretty">{fact.text}</p>
        </div>
      ))}
    </section>
  );
}

function Line({ children }: { children: ReactNode }) {
  return (
    <div className="flex h-10 items-center gap-2 rounded-card border border-line bg-raised px-3 text-12">
      {children}
    </div>
  );
}
