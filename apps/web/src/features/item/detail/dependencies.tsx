import { createDependency, deleteDependency, workItemKey } from '@atrium/model';
import { newId, type RecordId, type RecordState, type Refusal } from '@atrium/protocol';
import { ArrowRight, Plus, X } from 'lucide-react';
import { Fragment, useMemo, useState } from 'react';
import { IconButton } from '../../../design/icon-button.tsx';
import { Menu } from '../../../design/menu.tsx';
import { PickerList } from '../../../design/picker-list.tsx';
import { WorkItemTypeIcon } from '../../../design/work-item-type-icon.tsx';
import { tellsInPlace } from '../../../workspace/told-in-place.ts';
import { useMay } from '../../../workspace/use-projects.ts';
import { useRecord, useRecords } from '../../../workspace/use-records.ts';
import { useSend } from '../../../workspace/use-send.ts';
import { useClient } from '../../../workspace/workspace-context.ts';
import { itemView } from '../item-view.ts';
import { groupLinks, LINK_NAMES, type Link, type LinkKind, linkEnds } from './dependency-groups.ts';
import { ItemRow } from './item-row.tsx';
import { Section } from './section.tsx';

export interface DependenciesProps {
  item: RecordState;
  project: RecordState;
  may: boolean;
  adding: LinkKind | undefined;
  onAdding: (kind: LinkKind | undefined) => void;
}

/** What the item waits for, holds up, repeats or belongs with. */
export function Dependencies({ item, project, may, adding, onAdding }: DependenciesProps) {
  const client = useClient();
  const mayLink = useMay('create', 'dependency', project);
  const from = useRecords({ type: 'dependency', where: { from: item.id } });
  const to = useRecords({ type: 'dependency', where: { to: item.id } });
  const groups = useMemo(() => groupLinks(item.id, [...from, ...to]), [item.id, from, to]);
  const [refusal, setRefusal] = useState<Refusal>();
  if (groups.length === 0 && !adding && !mayLink) return null;

  const add = (kind: LinkKind, other: RecordId) => {
    onAdding(undefined);
    setRefusal(undefined);
    const { command, receipt } = client.send(createDependency(newId(), linkEnds(kind, item.id, other)));
    tellsInPlace(command.id);
    void receipt.done.then((outcome) => {
      if (outcome.kind !== 'refused') return;
      // Told here, with its path: there is nothing to decide later.
      client.attention.drop(command.id);
      setRefusal(outcome.refusal);
    });
  };
  return (
    <Section title="Links" actions={mayLink && <AddLink onPick={onAdding} />}>
      {groups.map(([kind, links]) => (
        <div key={kind} className="pb-1">
          <h3 className="pt-1 text-11 font-medium text-ink-faint">{LINK_NAMES[kind]}</h3>
          <ul>
            {links.map((link) => (
              <LinkRow key={link.dependency.id} link={link} project={project} may={may} />
            ))}
          </ul>
        </div>
      ))}
      {refusal && <RefusedLink refusal={refusal} onClose={() => setRefusal(undefined)} />}
      {adding && (
        <LinkSearch
          kind={adding}
          item={item}
          project={project}
          onPick={(other) => add(adding, other)}
          onClose={() => onAdding(undefined)}
        />
      )}
    </Section>
  );
}

export function linkMenu(onPick: (kind: LinkKind) => void) {
  const kinds = Object.keys(LINK_NAMES) as LinkKind[];
  return kinds.map((kind) => ({ label: `${LINK_NAMES[kind]}…`, run: () => onPick(kind) }));
}

function AddLink({ onPick }: { onPick: (kind: LinkKind) => void }) {
  return (
    <Menu items={linkMenu(onPick)} align="end">
      <IconButton size="small" label="Add a link" icon={<Plus />} />
    </Menu>
  );
}

function LinkRow({ link, project, may }: { link: Link; project: RecordState; may: boolean }) {
  const send = useSend();
  const mayRemove = useMay('delete', 'dependency', project);
  const other = useRecord(link.other);
  if (!other || other.deletedAt !== null) return null;
  return (
    <ItemRow
      item={other}
      project={project}
      may={may}
      end={
        mayRemove && (
          <IconButton
            size="small"
            label="Remove this link"
            icon={<X />}
            className="opacity-0 focus-visible:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100"
            onClick={() => send(deleteDependency(link.dependency), 'Link removed')}
          />
        )
      }
    />
  );
}

function LinkSearch({
  kind,
  item,
  project,
  onPick,
  onClose,
}: {
  kind: LinkKind;
  item: RecordState;
  project: RecordState;
  onPick: (id: RecordId) => void;
  onClose: () => void;
}) {
  const { store } = useClient();
  const items = useMemo(
    () =>
      store
        .select({ type: 'work_item', where: { project: project.id } })
        .filter(({ id }) => id !== item.id)
        .sort((a, b) => (itemView(b).number ?? 0) - (itemView(a).number ?? 0))
        .map((record) => ({
          value: record.id,
          label: itemView(record).title,
          hint: workItemKey(record, project),
          icon: <WorkItemTypeIcon type={itemView(record).type} />,
        })),
    [store, project, item.id],
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape and leaving close what is inside.
    <div
      className="mt-1 overflow-hidden rounded-card border border-line-strong bg-raised"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onClose()}
    >
      <PickerList
        label={`${LINK_NAMES[kind]} which item?`}
        items={items}
        chosen={[]}
        onPick={onPick}
        empty="No item like that in this project."
      />
    </div>
  );
}

/** Why not: a circle is shown as the path along which it would close. */
function RefusedLink({ refusal, onClose }: { refusal: Refusal; onClose: () => void }) {
  const path = refusal.details?.path;
  const keys = Array.isArray(path) ? path.map(String) : [];
  return (
    <div
      role="alert"
      className="mt-1 flex items-start gap-2 rounded-control bg-late-wash px-2.5 py-1.5 text-12 text-late"
    >
      <div className="min-w-0 flex-1">
        {keys.length > 0 ? 'This would close a circle of items that wait for each other:' : refusal.message}
        {keys.length > 0 && (
          <span className="flex flex-wrap items-center gap-1 pt-1 font-mono">
            {keys.map((key, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the first key comes again as the last.
              <Fragment key={index}>
                {index > 0 && <ArrowRight className="size-3" aria-label="blocks" />}
                {key}
              </Fragment>
            ))}
          </span>
        )}
      </div>
      <IconButton size="small" label="Dismiss" icon={<X />} onClick={onClose} />
    </div>
  );
}
