import { DEFAULT_STATUSES, PRIORITIES, rankOfNumber } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { seededRandom } from '../../measure/seeded-random.ts';

export const PROJECT = '019a0000-0000-7000-8000-00000000a0a0';
export const PERSON = '019a0000-0000-7000-8000-00000000b0b0';
export const SHOWN_STATUS = DEFAULT_STATUSES[0]?.id ?? 'todo';

/** Work items as a server sends them, one JSON text for each; the same for the same count. */
export function* recordLines(count: number): Generator<string> {
  const random = seededRandom(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  for (let number = 1; number <= count; number += 1) {
    const fields = {
      project: PROJECT,
      number,
      type: 'task',
      title: `Work item number ${number} with a title of ordinary length`,
      description: 'What has to be done, and why, in a sentence or two. '.repeat(1 + (number % 3)),
      status: pick(DEFAULT_STATUSES).id,
      priority: pick(PRIORITIES),
      assignees: [PERSON],
      labels: [],
      reporter: PERSON,
      rank: rankOfNumber(Math.floor(random() * count * 4)),
      estimate: number % 13,
      commentCount: number % 5,
    };
    const version = 1 + (number % 9);
    const fieldVersions = Object.fromEntries(
      Object.keys(fields).map((field, index) => [field, 1 + (index % version)]),
    );
    const at = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString();
    const record: RecordState = {
      id: idOf(number),
      type: 'work_item',
      version,
      fields,
      fieldVersions,
      createdAt: at,
      createdBy: PERSON,
      updatedAt: at,
      updatedBy: PERSON,
      deletedAt: null,
    };
    yield JSON.stringify(record);
  }
}

export function idOf(number: number): string {
  return `019a0000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}
