import { newId, type RecordState } from '@atrium/protocol';
import { beforeEach, expect, test } from 'vitest';
import { digestOf } from '../../shared/digest.ts';
import type { Fetch } from '../ports.ts';
import { Store } from '../records/store.ts';
import { PastRecords } from './past-records.ts';

const PROJECT = newId();
const SCOPE = `project:${PROJECT}`;
const DAYS = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z', '2026-01-03T00:00:00.000Z'] as const;

let asked: string[];
let answers: Map<string, RecordState[] | number>;
let hold: Promise<void>;
let store: Store;

const fetch: Fetch = async (address, { signal }) => {
  const query = new URL(address).searchParams;
  const key = `${query.get('at')} ${query.get('scope')}`;
  asked.push(key);
  await hold;
  signal?.throwIfAborted();
  const answer = answers.get(key) ?? [];
  if (typeof answer === 'number') return { status: answer, ok: false, body: null };
  const end = { position: 1, count: answer.length, digest: digestOf(answer) };
  const text = [...answer, end].map((line) => `${JSON.stringify(line)}\n`).join('');
  const chunks = [new TextEncoder().encode(text)];
  const read = async () => {
    const value = chunks.shift();
    return value ? { done: false, value } : { done: true };
  };
  return { status: 200, ok: true, body: { getReader: () => ({ read }) } };
};

function record(type: string, version: number, fields: RecordState['fields'], id = newId()): RecordState {
  const at = { createdAt: DAYS[0], createdBy: 'p', updatedAt: DAYS[0], updatedBy: 'p', deletedAt: null };
  return { ...at, id, type, version, fields, fieldVersions: {} };
}

const ITEM = newId();
const item = (version: number, status: string) =>
  record('work_item', version, { project: PROJECT, status }, ITEM);

beforeEach(() => {
  asked = [];
  hold = Promise.resolve();
  store = new Store({ schedule: (task) => queueMicrotask(task) });
  store.put(ITEM, item(3, 'done'));
  const ada = record('person', 1, { name: 'Ada' });
  store.put(ada.id, ada);
  answers = new Map<string, RecordState[] | number>([
    [`${DAYS[0]} ${SCOPE}`, []],
    [`${DAYS[1]} ${SCOPE}`, [item(1, 'todo')]],
    [`${DAYS[2]} ${SCOPE}`, [item(2, 'doing')]],
  ]);
});

function open(): PastRecords {
  return new PastRecords({ present: store, fetch, url: 'http://atrium.test', tenantId: newId() });
}

async function settled(past: PastRecords): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  await new Promise((resolve) => setTimeout(resolve, 0));
  return past.status.get().kind;
}

const shownStatus = (past: PastRecords) => past.store.get(ITEM)?.fields.status;

test('[OFF91] what was not there then is not shown, what was is as it was, and people keep their names', async () => {
  const past = open();
  past.want(SCOPE);
  past.show(DAYS[0]);
  expect(await settled(past)).toBe('ready');
  expect(shownStatus(past)).toBeUndefined();
  expect(past.store.select({ type: 'person' })).toHaveLength(1);
  past.show(DAYS[1]);
  await settled(past);
  expect(shownStatus(past)).toBe('todo');
  past.show(DAYS[0]);
  await settled(past);
  expect(past.store.select({ type: 'work_item' })).toEqual([]);
  expect(asked).toHaveLength(2);
});

test('[OFF92] the time asked for last is the one shown, whichever answer comes first', async () => {
  const past = open();
  past.want(SCOPE);
  let release: () => void = () => undefined;
  hold = new Promise((resolve) => {
    release = resolve;
  });
  past.show(DAYS[1]);
  hold = Promise.resolve();
  past.show(DAYS[2]);
  await settled(past);
  release();
  await settled(past);
  expect(shownStatus(past)).toBe('doing');
});

test('[OFF93] a failure keeps what was shown, and can be tried again', async () => {
  const past = open();
  past.want(SCOPE);
  past.show(DAYS[1]);
  await settled(past);
  answers.set(`${DAYS[2]} ${SCOPE}`, 503);
  past.show(DAYS[2]);
  expect(await settled(past)).toBe('failed');
  expect(shownStatus(past)).toBe('todo');
  answers.set(`${DAYS[2]} ${SCOPE}`, [item(2, 'doing')]);
  past.retry();
  expect(await settled(past)).toBe('ready');
  expect(shownStatus(past)).toBe('doing');
  answers.set(`${DAYS[0]} ${SCOPE}`, 404);
  past.show(DAYS[0]);
  expect(await settled(past)).toBe('gone');
});

test('[OFF91] who is heard of only later is there as well', async () => {
  const past = open();
  const stop = past.follow();
  past.want(SCOPE);
  past.show(DAYS[1]);
  await settled(past);
  const project = record('project', 1, { key: 'ATR', name: 'Atrium' }, PROJECT);
  store.put(PROJECT, project);
  await settled(past);
  expect(past.store.find('project:ATR')).toBe(PROJECT);
  stop();
  store.put(PROJECT, undefined);
  await settled(past);
  expect([past.store.get(PROJECT), shownStatus(past)]).toEqual([project, 'todo']);
});
