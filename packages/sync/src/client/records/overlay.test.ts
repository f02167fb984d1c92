import { type CommandDraft, createWorkItem, moveWorkItem, updateWorkItem } from '@atrium/model';
import { createWorld } from '@atrium/model/testing';
import { type Command, newId } from '@atrium/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Replica } from './replica.ts';

function replicaOf(world: ReturnType<typeof createWorld>): Replica {
  const replica = new Replica({
    schedule: () => undefined,
    actor: () => ({ personId: world.owner, via: 'web' }),
    eventsOf: () => undefined,
    stamp: (command) => command,
    onFault: (_command, error) => {
      throw error;
    },
  });
  replica.apply(new Map(world.records));
  return replica;
}

function commandOf(draft: CommandDraft): Command {
  return { id: newId(), issuedAt: '2026-01-01T00:00:00.000Z', ...draft };
}

test('[OFF20] what is shown keeps the version of what is confirmed', () => {
  const world = createWorld();
  const item = world.item(world.project());
  const replica = replicaOf(world);
  replica.overlay.push(commandOf(updateWorkItem(item, { set: { title: 'Shown' } })));
  expect(replica.store.get(item.id)).toEqual({
    ...item,
    fields: { ...item.fields, title: 'Shown' },
    updatedAt: '2026-01-01T00:00:00.000Z',
  });
});

test('[OFF22] a command that no longer decides is not shown, and shown again when it does', () => {
  const world = createWorld();
  const item = world.item(world.project());
  const replica = replicaOf(world);
  const command = commandOf(updateWorkItem(item, { set: { title: 'Mine' } }));
  replica.overlay.push(command);
  const theirs = {
    ...item,
    version: 2,
    fields: { ...item.fields, title: 'Theirs' },
    fieldVersions: { title: 2 },
  };
  replica.apply(new Map([[item.id, theirs]]));
  expect(replica.overlay.layer(command.id)?.effect).toMatchObject({
    kind: 'refused',
    refusal: { code: 'CONFLICT' },
  });
  expect(replica.store.get(item.id)).toEqual(theirs);
  replica.apply(new Map([[item.id, item]]));
  expect(replica.store.get(item.id)?.fields.title).toBe('Mine');
});

test('[OFF21] taken out, a command leaves no trace, and those on top of it stand on the rest', () => {
  const world = createWorld();
  const item = world.item(world.project());
  const replica = replicaOf(world);
  const first = commandOf(updateWorkItem(item, { set: { title: 'First' } }));
  const second = commandOf(updateWorkItem(item, { set: { estimate: 3 } }));
  replica.overlay.push(first);
  replica.overlay.push(second);
  replica.overlay.rebase([], [first.id]);
  expect(replica.store.get(item.id)?.fields).toEqual({ ...item.fields, estimate: 3 });
  replica.overlay.rebase([], [second.id]);
  expect(replica.store.get(item.id)).toBe(world.records.get(item.id));
});

type Step =
  | { readonly kind: 'issue'; readonly at: number; readonly what: number }
  | { readonly kind: 'commit'; readonly at: number; readonly what: number }
  | { readonly kind: 'settle'; readonly at: number };

const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('issue' as const), at: fc.nat(20), what: fc.nat(5) }),
    fc.record({ kind: fc.constant('commit' as const), at: fc.nat(20), what: fc.nat(5) }),
    fc.record({ kind: fc.constant('settle' as const), at: fc.nat(20) }),
  ) as fc.Arbitrary<Step>,
  { maxLength: 25 },
);

test('[OFF22] rebased step by step, the overlay is what deciding everything anew would show', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const world = createWorld();
      const project = world.project();
      for (let count = 0; count < 3; count++) world.item(project);
      const replica = replicaOf(world);
      const queue: Command[] = [];
      const draftFor = ({ at, what }: { at: number; what: number }): CommandDraft => {
        const items = replica.store.select({ type: 'work_item' });
        const item = items[at % items.length];
        if (!item || what === 0) {
          const parent =
            what === 0 && item?.fields.type === 'task' ? { parent: item.id, type: 'sub_task' as const } : {};
          return createWorkItem(newId(), { project: project.id, title: `New ${at}`, ...parent });
        }
        if (what === 1) return moveWorkItem(item, { status: 'done' });
        if (what === 2) return updateWorkItem(item, { set: { estimate: at } });
        return updateWorkItem(item, { set: { title: `Title ${at}` } });
      };
      for (const step of taken) {
        if (step.kind === 'issue') {
          const command = commandOf(draftFor(step));
          queue.push(command);
          replica.overlay.push(command);
        } else if (step.kind === 'commit') {
          const sent = world.send(draftFor(step));
          if (sent.ok)
            replica.apply(new Map(sent.events.map(({ recordId }) => [recordId, world.get(recordId)])));
        } else {
          const [done] = queue.splice(step.at % Math.max(1, queue.length), 1);
          if (done) replica.overlay.rebase([], [done.id]);
        }
      }
      const anew = replicaOf(world);
      for (const command of queue) anew.overlay.push(command);
      const shown = (from: Replica) => new Map([...from.store.all()].map((record) => [record.id, record]));
      expect(shown(replica)).toEqual(shown(anew));
    }),
    { numRuns: 150 },
  );
});
