import { openEmmett } from '../../log/emmett-store.ts';
import { packageVersion } from '../../measure/package-version.ts';
import type { OpenReplayPeer, ReplayedChange } from './replay-peer.ts';

type Changed = { readonly type: string; readonly data: { readonly set: ReplayedChange['set'] } };

interface Folded {
  readonly events: number;
  readonly fields: object;
}

const STREAM = 'work_item-replayed';
const AT_ONCE = 500;

/** Emmett folds a stream from its first event; it keeps no states of streams on its own. */
export const openEmmettReplay: OpenReplayPeer = async (postgres, changes) => {
  const { store, close } = await openEmmett(postgres);
  for (let start = 0; start < changes.length; start += AT_ONCE) {
    const some = changes.slice(start, start + AT_ONCE);
    await store.appendToStream<Changed>(
      STREAM,
      some.map(({ name, set }) => ({ type: name, data: { set } })),
    );
  }
  const replay = async () => {
    const { state } = await store.aggregateStream<Folded, Changed>(STREAM, {
      initialState: () => ({ events: 0, fields: {} }),
      evolve: (record: Folded, { data }: Changed) => ({
        events: record.events + 1,
        fields: { ...record.fields, ...data.set },
      }),
    });
    return state.events;
  };
  return {
    name: `${await packageVersion('@event-driven-io/emmett-postgresql')}`,
    replay,
    load: replay,
    close,
  };
};
