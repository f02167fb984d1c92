import type { RecordId } from '@atrium/protocol';
import type { FieldChange, TimelineEntry } from '@atrium/protocol/api';
import { ArrowUpRight, Columns2, Eye, History, Layers, RotateCcw, UserRound } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { MenuEntry } from '../../design/menu-items.ts';
import { useRecord } from '../../workspace/use-records.ts';
import { useWorkspacePaths } from '../../workspace/use-workspace-paths.ts';
import { useClient } from '../../workspace/workspace-context.ts';
import { useGo } from '../work-view/use-go.ts';
import { CompareDialog } from './compare-dialog.tsx';
import type { HistorySearch } from './history-search.ts';
import { versionsOf } from './history-search.ts';
import type { HistorySubject } from './history-subject.ts';
import { RestoreDialog, type Restoring } from './restore-dialog.tsx';
import type { TimelineActions } from './timeline-actions.ts';
import { useMayRestore } from './use-may-restore.ts';
import { VersionDialog } from './version-dialog.tsx';

export interface TimelineActionsOptions {
  subject: HistorySubject;
  search: HistorySearch;
  onSearch: (search: HistorySearch) => void;
}

/** What can be done with a change: go to its record, see the rest of what belongs with it, compare, go back. */
export function useTimelineActions({ subject, search, onSearch }: TimelineActionsOptions) {
  const paths = useWorkspacePaths();
  const go = useGo();
  const { store } = useClient();
  const [picked, setPicked] = useState<TimelineEntry>();
  const [restoring, setRestoring] = useState<Restoring>();
  const mayRestore = useMayRestore();
  const ownId = subject.kind === 'record' ? subject.id : undefined;
  const actions = useMemo<TimelineActions>(() => {
    const isOwn = ({ recordId }: TimelineEntry) => recordId === ownId;
    const hrefOf = (entry: TimelineEntry) => {
      const { recordType, recordKey, recordId, subjectId } = entry;
      if (recordType === 'work_item') return paths.item(addressOf(entry));
      if (recordType === 'project' && recordKey) return paths.board(recordKey);
      if (recordType === 'person') return paths.members;
      return recordType === 'comment' && subjectId ? `${paths.item(subjectId)}#${recordId}` : undefined;
    };
    const compare = (one: number, other: number) =>
      onSearch({ ...search, version: undefined, compare: `${one}-${other}` });
    const pick = (entry: TimelineEntry) => {
      if (!isOwn(entry)) return;
      setPicked(picked ? undefined : entry);
      if (picked && picked.version !== entry.version) compare(picked.version, entry.version);
    };
    const versionsMenu = (entry: TimelineEntry): MenuEntry[] => {
      const { version } = entry;
      const latest = store.get(entry.recordId)?.version ?? version;
      const icon = <Columns2 />;
      return [
        {
          label: 'Show this version',
          icon: <Eye />,
          keys: 'v',
          run: () => onSearch({ ...search, version }),
        },
        ...(version < latest && mayRestore(entry)
          ? [
              {
                label: `Restore version ${version}…`,
                icon: <RotateCcw />,
                run: () => setRestoring(wholeVersion(entry.recordId, version)),
              },
            ]
          : []),
        ...(version < latest
          ? [{ label: 'Compare with how it is now', icon, run: () => compare(version, latest) }]
          : []),
        ...(version > 1
          ? [{ label: 'Compare with the version before', icon, run: () => compare(version - 1, version) }]
          : []),
        {
          label: !picked
            ? 'Compare with another version'
            : picked.version === version
              ? 'Do not compare'
              : `Compare with version ${picked.version}`,
          icon,
          keys: 'x',
          run: () => pick(entry),
        },
        { kind: 'separator' },
      ];
    };
    const menuOf = (entry: TimelineEntry): MenuEntry[] => {
      const href = hrefOf(entry);
      const { recordType, recordId, recordDeleted, recordLabel, cause } = entry;
      return [
        ...(isOwn(entry) ? versionsMenu(entry) : []),
        ...(href && !isOwn(entry) ? [{ label: 'Open it', icon: <ArrowUpRight />, run: () => go(href) }] : []),
        ...(recordDeleted && mayRestore(entry)
          ? [
              {
                label: 'Bring it back…',
                icon: <RotateCcw />,
                run: () =>
                  setRestoring({
                    recordId,
                    title: `Restore ${recordLabel.toLowerCase()}`,
                    done: `${recordLabel} is back`,
                  }),
              },
            ]
          : []),
        ...(recordType === 'work_item' && !isOwn(entry)
          ? [
              {
                label: 'Its whole history',
                icon: <History />,
                run: () => go(paths.itemHistory(addressOf(entry))),
              },
            ]
          : []),
        {
          label: `Only changes by ${entry.personName}`,
          icon: <UserRound />,
          run: () => onSearch({ ...search, person: entry.personId }),
        },
        ...(cause
          ? [
              {
                label: `Only: ${cause.name}`,
                icon: <Layers />,
                run: () => onSearch({ ...search, cause: cause.id }),
              },
            ]
          : []),
      ];
    };
    const putBack = (entry: TimelineEntry, change: FieldChange) =>
      mayRestore(entry) &&
      entry.change === 'changed' &&
      entry.version > 1 &&
      !entry.recordDeleted &&
      change.kind !== 'rank'
        ? () => setRestoring(oneField(entry.recordId, entry.version - 1, change))
        : undefined;
    const show = (entry: TimelineEntry) => {
      if (isOwn(entry)) onSearch({ ...search, version: entry.version });
    };
    return { isOwn, hrefOf, menuOf, putBack, pick, show, picked: picked?.position };
  }, [ownId, search, onSearch, paths, go, store, picked, mayRestore]);
  const own = useRecord(ownId);
  const mayRestoreOwn =
    own !== undefined &&
    mayRestore({ recordId: own.id, recordType: own.type, projectId: String(own.fields.project) });
  const close = () => onSearch({ ...search, version: undefined, compare: undefined });
  const dialogs = (
    <>
      {ownId !== undefined && (
        <VersionDialog
          recordId={ownId}
          version={restoring ? undefined : search.version}
          onClose={close}
          onCompare={(latest) =>
            onSearch({ ...search, version: undefined, compare: `${search.version}-${latest}` })
          }
          onRestore={
            mayRestoreOwn && search.version !== undefined
              ? () => setRestoring(wholeVersion(ownId, search.version ?? 1))
              : undefined
          }
        />
      )}
      {ownId !== undefined && (
        <CompareDialog
          recordId={ownId}
          versions={restoring ? undefined : versionsOf(search.compare)}
          onClose={close}
          onRestore={
            mayRestoreOwn
              ? (version, [change] = []) =>
                  setRestoring(change ? oneField(ownId, version, change) : wholeVersion(ownId, version))
              : undefined
          }
        />
      )}
      <RestoreDialog
        restoring={restoring}
        onClose={() => setRestoring(undefined)}
        onRestored={() => (search.compare ?? search.version) !== undefined && close()}
      />
    </>
  );
  return { actions, dialogs };
}

/** What is deleted has no key any more. */
function addressOf({ recordKey, recordId, recordDeleted }: TimelineEntry): string {
  return recordDeleted ? recordId : (recordKey ?? recordId);
}

function wholeVersion(recordId: RecordId, version: number): Restoring {
  return {
    recordId,
    version,
    title: `Restore version ${version}`,
    done: `Version ${version} is restored`,
  };
}

function oneField(recordId: RecordId, version: number, { field, label }: FieldChange): Restoring {
  return {
    recordId,
    version,
    fields: [field],
    title: `Put back ${label.toLowerCase()}`,
    done: `${label} put back`,
  };
}
