import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dependentsOf, nextToSend, type QueueItem } from './send-order.ts';

function queued(id: string, recordId: string, more: Partial<QueueItem> = {}): QueueItem {
  const touches = new Set([recordId, ...(more.touches ?? [])]);
  return { id, recordId, phase: 'waiting', needs: new Set(), creates: new Set([id]), ...more, touches };
}

test('[OFF30] one command per record goes, the next waits for its answer', () => {
  expect(nextToSend([queued('1', 'a'), queued('2', 'a'), queued('3', 'b')], 9)).toEqual(['1', '3']);
  expect(nextToSend([queued('1', 'a', { phase: 'sending' }), queued('2', 'a')], 9)).toEqual([]);
  expect(nextToSend([queued('1', 'a', { phase: 'committed' }), queued('2', 'a')], 9)).toEqual(['2']);
});

test('[OFF30] what comes late to its place waits for what of its record is under way', () => {
  expect(nextToSend([queued('1', 'a'), queued('2', 'a', { phase: 'sending' })], 9)).toEqual([]);
});

test('[OFF30] what may be in the log already goes first, whatever took a place before it', () => {
  const queue = [queued('1', 'a'), queued('2', 'a', { mayBeOut: true }), queued('3', 'b')];
  expect(nextToSend(queue, 9)).toEqual(['2', '3']);
});

test('[OFF31] a child waits for its parent, also over several steps', () => {
  const parent = queued('1', 'a', { creates: new Set(['1', 'a']) });
  const child = queued('2', 'b', { needs: new Set(['a']), creates: new Set(['2', 'b']) });
  const grandchild = queued('3', 'c', { needs: new Set(['b']) });
  expect(nextToSend([parent, child, grandchild], 9)).toEqual(['1']);
  expect(nextToSend([{ ...parent, phase: 'committed' }, child, grandchild], 9)).toEqual(['2']);
});

test('[OFF31] what changed in passing is waited for until its new version is known', () => {
  const comment = queued('1', 'comment', { touches: new Set(['item']), phase: 'committed' });
  expect(nextToSend([comment, queued('2', 'item')], 9)).toEqual([]);
});

test('[OFF39] at most so many are under way', () => {
  const queue = Array.from({ length: 50 }, (_, at) => queued(`${at}`, `r${at}`));
  expect(nextToSend(queue, 32)).toHaveLength(32);
  expect(nextToSend(queue, 0)).toEqual([]);
});

test('[OFF32] dependents are those that need what a command creates, and theirs', () => {
  const queue = [
    queued('1', 'a', { creates: new Set(['1', 'a']) }),
    queued('2', 'b', { needs: new Set(['a']), creates: new Set(['2', 'b']) }),
    queued('3', 'b'),
    queued('4', 'c'),
    queued('5', 'a'),
  ];
  expect(dependentsOf('1', queue)).toEqual(['2', '3', '5']);
  expect(dependentsOf('3', queue)).toEqual([]);
});

test('[OFF30] whatever is answered first, commands of one record go in the order of issue, and all go', () => {
  const records = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 });
  fc.assert(
    fc.property(records, fc.infiniteStream(fc.nat()), (chosen, draws) => {
      let queue = chosen.map((recordId, at) => queued(`${at}`, recordId));
      const sent: string[] = [];
      while (queue.length > 0) {
        const ready = nextToSend(queue, 3);
        sent.push(...ready);
        queue = queue.map((item) =>
          ready.includes(item.id) ? { ...item, phase: 'sending' as const } : item,
        );
        const flying = queue.filter(({ phase }) => phase === 'sending');
        expect(flying.length).toBeGreaterThan(0);
        const answered = flying[draws.next().value % flying.length];
        queue = queue.filter(({ id }) => id !== answered?.id);
      }
      for (const record of new Set(chosen)) {
        const order = sent.map(Number).filter((id) => chosen[id] === record);
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }
      expect(sent).toHaveLength(chosen.length);
    }),
  );
});
