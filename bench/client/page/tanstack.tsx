import type { RecordState } from '@atrium/protocol';
import { createCollection, eq } from '@tanstack/db';
import { useLiveQuery } from '@tanstack/react-db';
import { createRoot } from 'react-dom/client';
import { idOf, recordLines, SHOWN_STATUS } from './generate-records.ts';
import { Harness } from './harness.ts';
import { ROWS, type Row, Rows } from './rows.tsx';

/** The same record without what only Atrium keeps: the version of each field. */
interface Item {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
  readonly title: string;
  readonly rank: string;
  readonly status: string;
}

interface Feed {
  begin(): void;
  write(change: { type: 'insert' | 'update'; value: Item }): void;
  commit(): void;
  markReady(): void;
}

let feed: Feed | undefined;

const items = createCollection<Item, string>({
  id: 'items',
  getKey: ({ id }) => id,
  startSync: true,
  sync: {
    sync: ({ begin, write, commit, markReady }) => {
      feed = { begin, write, commit, markReady } as Feed;
    },
  },
});

function toItem(line: string): Item {
  const {
    fields,
    type: _type,
    fieldVersions: _versions,
    deletedAt: _deleted,
    ...rest
  } = JSON.parse(line) as RecordState;
  return { ...rest, ...fields } as unknown as Item;
}

function View() {
  const { data } = useLiveQuery((query) =>
    query
      .from({ item: items })
      .where(({ item }) => eq(item.status, SHOWN_STATUS))
      .orderBy(({ item }) => item.rank),
  );
  const rows: Row[] = data.slice(0, ROWS).map(({ id, title, rank }) => ({ id, title, rank }));
  return <Rows total={data.length} rows={rows} />;
}

window.harness = new Harness({
  async load(count) {
    if (!feed) throw new Error('The collection does not sync.');
    feed.begin();
    for (const line of recordLines(count)) feed.write({ type: 'insert', value: toItem(line) });
    feed.commit();
    feed.markReady();
    if (!items.get(idOf(count))) throw new Error('The records did not arrive.');
    createRoot(document.body.appendChild(document.createElement('div'))).render(<View />);
  },
  change(id, title, rank) {
    const before = items.get(id);
    if (!before || !feed) throw new Error('The record is not there.');
    feed.begin();
    feed.write({ type: 'update', value: { ...before, title, rank, version: before.version + 1 } });
    feed.commit();
  },
});
