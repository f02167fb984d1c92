import { createWorkItem, updateWorkItem } from '@atrium/model';
import { createWorld } from '@atrium/model/testing';
import type { RecordEvent } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { checkHistory, foldLog } from './check-history.ts';
import { type Answer, type History, type Issued, newHistory, Watermarks } from './history.ts';

/** Three changes of one record, each issued when the one before was acked, in a log of its own. */
function example(): { history: History; log: RecordEvent[]; issued: [Issued, Issued, Issued] } {
  const world = createWorld();
  const project = world.project();
  const before = world.log.length;
  const item = world.item(project);
  world.run(updateWorkItem(item, { set: { title: 'Second' } }));
  world.run(updateWorkItem(world.get(item.id), { set: { title: 'Third' } }));
  const log = [...world.log];
  const history = newHistory();
  const issued = log.slice(before).map(({ commandId, recordId, name, position, version }): Issued => {
    const issuedAt = history.next();
    const answer: Answer = { kind: 'acked', at: history.next(), first: position, last: position, version };
    return { client: 'c0', commandId, recordId, name, issuedAt, answer };
  });
  history.issued.push(...issued);
  const [one, two, three] = issued;
  if (!one || !two || !three) throw new Error('Three commands were sent');
  return { history, log, issued: [one, two, three] };
}

test('[CONV5] a history that kept every promise has nothing wrong', () => {
  const { history, log } = example();
  expect(checkHistory(history, log)).toEqual([]);
  expect(foldLog(log).size).toBeGreaterThan(1);
});

const BROKEN: [what: string, spoil: (of: ReturnType<typeof example>) => void, says: RegExp][] = [
  [
    'an acked command that is lost',
    ({ log, issued }) => {
      const at = log.findIndex(({ commandId }) => commandId === issued[2].commandId);
      log.splice(at, 1);
    },
    /was acked at .* and is in the log at $/,
  ],
  [
    'a command that was done twice',
    ({ log, issued }) => {
      const last = log.at(-1);
      if (last) log.push({ ...last, position: last.position + 1, version: last.version + 1 });
      expect(last?.commandId).toBe(issued[2].commandId);
    },
    /was acked at/,
  ],
  [
    'a refused command that was done',
    ({ issued }) => {
      issued[1].answer = { kind: 'refused', at: 9, code: 'CONFLICT' };
    },
    /was refused and is in the log/,
  ],
  [
    'a dropped command that was done',
    ({ issued }) => {
      issued[1].answer = { kind: 'dropped', at: 9 };
    },
    /was dropped and is in the log/,
  ],
  [
    'a command that was forgotten',
    ({ history, issued }) => {
      history.issued.push({ ...issued[0], commandId: 'another', answer: undefined });
    },
    /never answered/,
  ],
  [
    'a version other than was acked',
    ({ issued }) => {
      if (issued[1].answer?.kind === 'acked') issued[1].answer = { ...issued[1].answer, version: 9 };
    },
    /was acked as version 9/,
  ],
  [
    'a later command that stands earlier',
    ({ history, issued }) => {
      const [first, , third] = issued;
      const later = { ...first, issuedAt: history.next() };
      history.issued.splice(0, 1, later);
      expect(third.answer?.at).toBeLessThan(later.issuedAt);
    },
    /acked before it was issued/,
  ],
  ['a gap in the log', ({ log }) => log.splice(1, 1), /stands at place/],
  [
    'a gap in a record',
    ({ log }) => {
      const last = log.pop();
      if (last) log.push({ ...last, version: last.version + 1 });
    },
    /Version 4 of/,
  ],
  [
    'a version that a client saw go back',
    ({ history }) => {
      const marks = new Watermarks(history, 'c0');
      for (const version of [1, 2, 1]) marks.see('the version of x', version);
    },
    /went back from 2 to 1/,
  ],
];

test.each(BROKEN)('[CONV5] the checker finds %s', (_what, spoil, says) => {
  const made = example();
  spoil(made);
  expect(checkHistory(made.history, made.log).join('\n')).toMatch(says);
});

test('[CONV5] what a restarted client sees anew did not go back', () => {
  const history = newHistory();
  const marks = new Watermarks(history, 'c0');
  marks.see('project', 9);
  marks.forget('project');
  marks.see('project', 3);
  expect(history.anomalies).toEqual([]);
});

test('[CONV5] a new item makes its number, and the fold of the log is the world', () => {
  const world = createWorld();
  const project = world.project();
  world.run(createWorkItem(world.newId(), { project: project.id, title: 'One' }));
  expect(Object.fromEntries(foldLog(world.log))).toEqual(Object.fromEntries(world.records));
});
