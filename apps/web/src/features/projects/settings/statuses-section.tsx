import { STATUS_CATEGORIES, type Status, type StatusCategory, setProjectStatuses } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { type FormEvent, useMemo, useState } from 'react';
import { Button } from '../../../design/button.tsx';
import { IconButton } from '../../../design/icon-button.tsx';
import { Input } from '../../../design/input.tsx';
import { Menu } from '../../../design/menu.tsx';
import { StatusIcon } from '../../../design/status-icon.tsx';
import { notifyProblem } from '../../../design/toast.tsx';
import { useStatuses } from '../../../workspace/use-projects.ts';
import { useRecords } from '../../../workspace/use-records.ts';
import { useSend } from '../../../workspace/use-send.ts';
import { CommitInput } from './commit-input.tsx';
import { RemoveStatusDialog } from './remove-status-dialog.tsx';
import { SettingsRows, SettingsSection } from './settings-section.tsx';
import {
  addStatus,
  changeStatus,
  isNameTaken,
  mayChangeCategory,
  removalProblem,
  shiftStatus,
} from './status-edits.ts';

const CATEGORY_NAMES: Record<StatusCategory, string> = {
  todo: 'Not started',
  doing: 'In work',
  done: 'Finished',
};

export function StatusesSection({ project, may }: { project: RecordState; may: boolean }) {
  const send = useSend();
  const statuses = useStatuses(project);
  const counts = useCounts(project);
  const [removing, setRemoving] = useState<Status>();
  const save = (next: readonly Status[], said?: string) =>
    send(setProjectStatuses(project, { statuses: [...next] }), said);
  const remove = (status: Status) => {
    const problem = removalProblem(statuses, status.id);
    if (problem) return notifyProblem(problem);
    if (counts.get(status.id)) return setRemoving(status);
    save(
      statuses.filter(({ id }) => id !== status.id),
      `${status.name} removed`,
    );
  };
  return (
    <SettingsSection
      title="Statuses"
      lead="The columns of the board, from left to right. The sign says what they mean: not started, in work, finished."
    >
      <SettingsRows label="Statuses">
        {statuses.map((status, index) => (
          <li key={status.id} className="flex min-h-11 flex-wrap items-center gap-x-2 gap-y-1 px-2 py-1.5">
            <CategoryMenu
              status={status}
              disabled={!may}
              allowed={(category) => mayChangeCategory(statuses, status.id, category)}
              onChange={(category) => save(changeStatus(statuses, status.id, { category }))}
            />
            <CommitInput
              aria-label={`Name of ${status.name}`}
              value={status.name}
              maxLength={40}
              disabled={!may}
              className="min-w-32 flex-1 border-transparent bg-transparent"
              check={(name) => {
                if (!isNameTaken(statuses, name, status.id)) return undefined;
                notifyProblem(`Another status is called ${name}.`);
                return 'taken';
              }}
              onCommit={(name) => save(changeStatus(statuses, status.id, { name }))}
            />
            <span className="w-14 text-right text-12 text-ink-faint">
              {counts.get(status.id) ?? 0} {counts.get(status.id) === 1 ? 'item' : 'items'}
            </span>
            <Limit
              status={status}
              disabled={!may}
              onChange={(limit) => save(changeStatus(statuses, status.id, { limit }))}
            />
            {may && (
              <span className="flex">
                <IconButton
                  size="small"
                  label={`Move ${status.name} up`}
                  icon={<ArrowUp />}
                  disabled={index === 0}
                  onClick={() => save(shiftStatus(statuses, status.id, -1))}
                />
                <IconButton
                  size="small"
                  label={`Move ${status.name} down`}
                  icon={<ArrowDown />}
                  disabled={index === statuses.length - 1}
                  onClick={() => save(shiftStatus(statuses, status.id, 1))}
                />
                <IconButton
                  size="small"
                  label={`Remove ${status.name}`}
                  icon={<Trash2 />}
                  onClick={() => remove(status)}
                />
              </span>
            )}
          </li>
        ))}
      </SettingsRows>
      {may && <AddStatus onAdd={(name, category) => addTo(statuses, name, category, save)} />}
      <RemoveStatusDialog
        status={removing}
        count={removing ? (counts.get(removing.id) ?? 0) : 0}
        others={statuses.filter(({ id }) => id !== removing?.id)}
        onClose={() => setRemoving(undefined)}
        onRemove={(status, target) => {
          setRemoving(undefined);
          const left = statuses.filter(({ id }) => id !== status.id);
          const input = { statuses: left, moveTo: { [status.id]: target } };
          send(setProjectStatuses(project, input), `${status.name} removed`);
        }}
      />
    </SettingsSection>
  );
}

function addTo(
  statuses: readonly Status[],
  name: string,
  category: StatusCategory,
  save: (next: Status[]) => void,
): boolean {
  const next = addStatus(statuses, name, category);
  if (!next) {
    notifyProblem(`Another status is called ${name}.`);
    return false;
  }
  save(next);
  return true;
}

function useCounts(project: RecordState): ReadonlyMap<string, number> {
  const items = useRecords({ type: 'work_item', where: { project: project.id } });
  return useMemo(() => {
    const counts = new Map<string, number>();
    for (const { fields } of items) {
      const status = String(fields.status);
      counts.set(status, (counts.get(status) ?? 0) + 1);
    }
    return counts;
  }, [items]);
}

function CategoryMenu({
  status,
  disabled,
  allowed,
  onChange,
}: {
  status: Pick<Status, 'name' | 'category'>;
  disabled: boolean;
  allowed: (category: StatusCategory) => boolean;
  onChange: (category: StatusCategory) => void;
}) {
  return (
    <Menu
      items={STATUS_CATEGORIES.map((category) => ({
        label: CATEGORY_NAMES[category],
        icon: <StatusIcon category={category} />,
        checked: category === status.category,
        disabled: !allowed(category),
        run: () => onChange(category),
      }))}
    >
      <IconButton
        label={`${status.name || 'New status'} means: ${CATEGORY_NAMES[status.category].toLowerCase()}`}
        icon={<StatusIcon category={status.category} />}
        disabled={disabled}
      />
    </Menu>
  );
}

function Limit({
  status,
  disabled,
  onChange,
}: {
  status: Status;
  disabled: boolean;
  onChange: (limit: number | undefined) => void;
}) {
  const [draft, setDraft] = useState<string>();
  const leave = () => {
    if (draft !== undefined) {
      const limit = Math.min(Math.trunc(Number(draft)), 10_000);
      const next = limit >= 1 ? limit : undefined;
      if (next !== status.limit) onChange(next);
    }
    setDraft(undefined);
  };
  return (
    <Input
      size="small"
      inputMode="numeric"
      aria-label={`Most items in ${status.name}`}
      title="Most items in this column; the board marks it when there are more"
      placeholder="No limit"
      disabled={disabled}
      className="w-20 text-center text-12"
      value={draft ?? status.limit ?? ''}
      onChange={(event) => setDraft(event.target.value.replace(/\D/g, ''))}
      onBlur={leave}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}

function AddStatus({ onAdd }: { onAdd: (name: string, category: StatusCategory) => boolean }) {
  const [name, setName] = useState('');
  const [category, setCategory] = useState<StatusCategory>('doing');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '' && onAdd(name.trim(), category)) setName('');
  };
  return (
    <form onSubmit={submit} className="flex items-center gap-2 px-2">
      <CategoryMenu
        status={{ name: '', category }}
        disabled={false}
        allowed={() => true}
        onChange={setCategory}
      />
      <Input
        aria-label="New status"
        placeholder="New status"
        value={name}
        maxLength={40}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" icon={<Plus />} disabled={name.trim() === ''}>
        Add
      </Button>
    </form>
  );
}
