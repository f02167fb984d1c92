import { Avatar, AvatarStack } from '../design/avatar.tsx';
import { Badge, Chip } from '../design/badge.tsx';
import { ConnectionPill } from '../design/connection-pill.tsx';
import { Kbd } from '../design/kbd.tsx';
import { Logo } from '../design/logo.tsx';
import { PRIORITY_NAMES, type Priority, PriorityIcon } from '../design/priority-icon.tsx';
import { ProgressBar } from '../design/progress-bar.tsx';
import { RelativeTime } from '../design/relative-time.tsx';
import { StatusIcon } from '../design/status-icon.tsx';
import { WORK_ITEM_TYPE_NAMES, type WorkItemType, WorkItemTypeIcon } from '../design/work-item-type-icon.tsx';
import { PEOPLE, Section } from './gallery-parts.tsx';

const SURFACES = [
  ['canvas', 'bg-canvas'],
  ['surface', 'bg-surface'],
  ['raised', 'bg-raised'],
  ['sunken', 'bg-sunken'],
  ['hover', 'bg-hover'],
  ['pressed', 'bg-pressed'],
  ['accent', 'bg-accent'],
  ['accent-wash', 'bg-accent-wash'],
  ['danger', 'bg-danger'],
] as const;

export function GalleryShapes() {
  return (
    <>
      <Section title="Colour">
        {SURFACES.map(([name, looks]) => (
          <div key={name} className="flex flex-col gap-1 text-11 text-ink-muted">
            <span className={`h-9 w-16 rounded-control border border-line ${looks}`} />
            {name}
          </div>
        ))}
      </Section>
      <Section title="Type" stack>
        <p className="text-28 font-semibold">Every room opens onto one</p>
        <p className="text-20 font-semibold">Sprint 12 starts on Monday</p>
        <p className="text-16 font-medium">Work item titles on a page of their own</p>
        <p className="text-13">
          Base text at 13, <span className="text-ink-muted">then muted,</span>{' '}
          <span className="text-ink-faint">then faint.</span>{' '}
          <span className="font-mono text-12">ATR-1042</span>{' '}
          <span className="text-accent-ink">A link or what is selected.</span>
        </p>
      </Section>
      <Section title="Status, priority, type">
        {(['todo', 'doing', 'done', 'blocked', 'late'] as const).map((category) => (
          <span key={category} className="flex items-center gap-1.5">
            <StatusIcon category={category} />
            {category}
          </span>
        ))}
        <span className="flex gap-1">
          {[0.25, 0.5, 0.75].map((progress) => (
            <StatusIcon key={progress} category="doing" progress={progress} />
          ))}
        </span>
        <span className="w-full" />
        {(Object.keys(PRIORITY_NAMES) as Priority[]).map((priority) => (
          <span key={priority} className="flex items-center gap-1.5">
            <PriorityIcon priority={priority} />
            {PRIORITY_NAMES[priority]}
          </span>
        ))}
        <span className="w-full" />
        {(Object.keys(WORK_ITEM_TYPE_NAMES) as WorkItemType[]).map((type) => (
          <span key={type} className="flex items-center gap-1.5">
            <WorkItemTypeIcon type={type} />
            {WORK_ITEM_TYPE_NAMES[type]}
          </span>
        ))}
      </Section>
      <Section title="People">
        {PEOPLE.map((person) => (
          <Avatar key={person.id} person={person} size="medium" />
        ))}
        <AvatarStack people={PEOPLE.slice(0, 6)} />
        <AvatarStack people={PEOPLE.slice(2, 5)} here />
        <Avatar person={{ id: 'x', name: 'Not Joined' }} placeholder size="large" />
      </Section>
      <Section title="Badges, chips, keys, time">
        <Badge>Draft</Badge>
        <Badge tone="accent">Selected</Badge>
        <Badge tone="doing">In review</Badge>
        <Badge tone="done">Shipped</Badge>
        <Badge tone="blocked">Blocked by ATR-7</Badge>
        <Badge tone="late">2 days late</Badge>
        <Chip hue={3}>Backend</Chip>
        <Chip hue={8} onRemove={() => undefined}>
          Design system
        </Chip>
        <Kbd keys="$mod+k" />
        <Kbd keys="g b" />
        <RelativeTime at={Date.now() - 3 * 3_600_000} className="text-ink-muted" />
        <Logo />
      </Section>
      <Section title="Connection and progress">
        <ConnectionPill state="connected" unsent={0} />
        <ConnectionPill state="connected" unsent={2} />
        <ConnectionPill state="connecting" unsent={0} />
        <ConnectionPill state="offline" unsent={3} />
        <ConnectionPill state="offline" unsent={3} kept={false} />
        <ConnectionPill state="connected" unsent={9} push={{ done: 3, total: 12 }} />
        <ConnectionPill state="signedOut" unsent={2} />
        <ConnectionPill state="attention" unsent={1} />
        <ConnectionPill state="offline" unsent={3} small />
        <ProgressBar
          label="Sprint"
          max={20}
          parts={[
            { tone: 'done', value: 9 },
            { tone: 'doing', value: 5 },
          ]}
          className="max-w-60"
        />
      </Section>
    </>
  );
}
