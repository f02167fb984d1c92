import type { RecordState } from '@atrium/protocol';

/** `ATR-12`; `ATR-…` until the server has given the number. */
export function workItemKey(
  item: Pick<RecordState, 'fields'>,
  project: Pick<RecordState, 'fields'> | undefined,
): string {
  const key = typeof project?.fields.key === 'string' ? project.fields.key : '…';
  const number = item.fields.number;
  return `${key}-${typeof number === 'number' ? number : '…'}`;
}

/** Reads `ATR-12` as people type it. */
export function parseWorkItemKey(
  text: string,
): { readonly key: string; readonly number: number } | undefined {
  const match = /^([A-Z][A-Z0-9]{1,9})-([1-9][0-9]{0,8})$/.exec(text.trim().toUpperCase());
  return match?.[1] && match[2] ? { key: match[1], number: Number(match[2]) } : undefined;
}
