import { isId } from '@atrium/protocol';
import { z } from 'zod';

/** One line of text without control characters; spaces around it do not count. */
export function line(max: number, emptyMessage = 'Write something here.') {
  return z
    .string()
    .trim()
    .min(1, emptyMessage)
    .max(max, `Keep it under ${max} characters.`)
    .regex(/^\P{Cc}*$/u, 'Line breaks and control characters are not allowed here.');
}

/** Text of many lines; line ends become \n. */
export function block(max: number) {
  return z
    .string()
    .max(max, `Keep it under ${max} characters.`)
    .transform((text) => text.replace(/\r\n?/g, '\n'));
}

/** Foreign text made fit for `line`: importers clean with it, people are told instead. */
export function cleanLine(text: string, max: number): string {
  const flat = text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  return flat.slice(0, max).toWellFormed().trim();
}

export const id = z.string().refine(isId, 'This is not an id.');

/** A set of ids, each once. */
export function ids(max: number) {
  return z
    .array(id)
    .max(max, `At most ${max}.`)
    .transform((list) => [...new Set(list)]);
}

export const color = z.string().regex(/^(#[0-9a-f]{6}|[a-z]{3,12})$/, 'Use a colour name or #rrggbb.');

export const nothing = z.strictObject({});
