import { CalendarDays, Copy, CornerUpRight, Ellipsis, Link2, Plus, Search, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { Checkbox } from '../design/checkbox.tsx';
import { DatePicker } from '../design/date-picker.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Field } from '../design/field.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { Input } from '../design/input.tsx';
import { Menu } from '../design/menu.tsx';
import type { MenuEntry } from '../design/menu-items.ts';
import { Sheet } from '../design/sheet.tsx';
import { Switch } from '../design/switch.tsx';
import { Tabs } from '../design/tabs.tsx';
import { Textarea } from '../design/textarea.tsx';
import { notifyDone, notifyProblem } from '../design/toast.tsx';
import { Section } from './gallery-parts.tsx';
import { GalleryPickers } from './gallery-pickers.tsx';

const nothing = () => undefined;

const ITEM_MENU: MenuEntry[] = [
  { label: 'Copy link', icon: <Link2 />, keys: '$mod+Shift+c', run: nothing },
  { label: 'Duplicate', icon: <Copy />, run: nothing },
  { kind: 'sub', label: 'Move to', icon: <CornerUpRight />, items: [{ label: 'Backlog', run: nothing }] },
  { kind: 'separator' },
  { label: 'Delete', icon: <Trash2 />, keys: '$mod+Backspace', danger: true, run: nothing },
];

export function GalleryControls() {
  const [tab, setTab] = useState<'activity' | 'comments' | 'time'>('comments');
  const [checked, setChecked] = useState(true);
  const [on, setOn] = useState(true);
  const [day, setDay] = useState<string | undefined>('2026-11-20');
  const [dialog, setDialog] = useState(false);
  const [sheet, setSheet] = useState(false);
  return (
    <>
      <Section title="Buttons">
        <Button variant="primary" keys="c" icon={<Plus />}>
          Create work item
        </Button>
        <Button>Secondary</Button>
        <Button variant="ghost">Ghost</Button>
        <Button variant="danger">Delete 3 items</Button>
        <Button disabled>Not now</Button>
        <Button variant="primary" busy>
          Saving
        </Button>
        <Button size="small">Small</Button>
        <Button size="large" variant="primary">
          Large
        </Button>
        <IconButton label="More" icon={<Ellipsis />} />
        <IconButton label="Filter" icon={<Search />} pressed />
      </Section>
      <Section title="Floating things">
        <Menu items={ITEM_MENU}>
          <Button data-gallery="menu">Menu</Button>
        </Menu>
        <Button onClick={() => setDialog(true)}>Dialog</Button>
        <Button onClick={() => setSheet(true)}>Sheet</Button>
        <Button onClick={() => notifyDone('Moved ATR-12 to In review.', { undo: nothing })}>
          Toast with undo
        </Button>
        <Button
          onClick={() =>
            notifyProblem('ATR-12 was changed by Grace while you were offline. Your text is kept.', {
              action: { label: 'Compare', run: nothing },
            })
          }
        >
          Toast with a problem
        </Button>
        <DatePicker
          label="Due"
          value={day}
          onChange={setDay}
          trigger={<Button icon={<CalendarDays />}>{day ?? 'No due date'}</Button>}
        />
      </Section>
      <GalleryPickers />
      <Section title="Forms" stack>
        <div className="grid gap-4 wide:grid-cols-2">
          <Field label="Name" hint="Shown on everything in it.">
            {(control) => <Input {...control} placeholder="Website relaunch" />}
          </Field>
          <Field label="Key" error="Another project has this key. Choose another.">
            {(control) => <Input {...control} defaultValue="ATR" />}
          </Field>
          <Input icon={<Search />} placeholder="Filter people" aria-label="Filter people" />
          <Textarea aria-label="Description" placeholder="What is it, and how will we know it is done?" />
        </div>
        <div className="flex flex-wrap items-center gap-6">
          <Checkbox checked={checked} onChange={setChecked}>
            Tell me about mentions
          </Checkbox>
          <Checkbox checked="mixed" onChange={nothing} label="Select all" />
          <Checkbox checked={false} onChange={nothing} label="Select" />
          <span className="w-64">
            <Switch checked={on} onChange={setOn} hint="Only people in it can find it.">
              Private project
            </Switch>
          </span>
        </div>
        <Tabs
          label="About the item"
          value={tab}
          onChange={setTab}
          items={[
            { value: 'activity', label: 'Activity' },
            { value: 'comments', label: 'Comments', count: 4 },
            { value: 'time', label: 'Time' },
          ]}
        />
      </Section>
      <Dialog
        open={dialog}
        onOpenChange={setDialog}
        title="Delete 3 work items?"
        description="They leave every board and list. You can restore them from the activity for 30 days."
        width="narrow"
        footer={
          <>
            <Button variant="ghost" onClick={() => setDialog(false)}>
              Keep them
            </Button>
            <Button variant="danger" onClick={() => setDialog(false)}>
              Delete 3 items
            </Button>
          </>
        }
      />
      <Sheet open={sheet} onOpenChange={setSheet} title="Project settings">
        <p className="p-4 text-ink-muted">Settings stand here.</p>
      </Sheet>
    </>
  );
}
