import { createHmac, timingSafeEqual } from 'node:crypto';
import { isId, type JsonObject } from '@atrium/protocol';
import type { NodeId } from './bus.ts';

/** Nodes of another version do not understand each other, and go by the log, as during an upgrade. */
const VERSION = '1';
export const MAX_HINT_CHARACTERS = 262_144;
const SIGNATURE_BYTES = 18;

export interface Hint {
  readonly node: NodeId;
  readonly body: JsonObject;
}

/** As it goes over a channel: version, signature, text. Whoever reaches Redis but lacks the secret says nothing. */
export function sealHint(key: string, channel: string, { node, body }: Hint): string {
  const text = JSON.stringify([node, body]);
  return `${VERSION}.${signatureOf(key, channel, text)}.${text}`;
}

/** Undefined for everything that this code did not seal with the same key for the same channel. */
export function openHint(key: string, channel: string, sealed: string): Hint | undefined {
  if (sealed.length > MAX_HINT_CHARACTERS || !sealed.startsWith(`${VERSION}.`)) return undefined;
  const end = sealed.indexOf('.', VERSION.length + 1);
  if (end === -1) return undefined;
  const text = sealed.slice(end + 1);
  const told = Buffer.from(sealed.slice(VERSION.length + 1, end));
  const right = Buffer.from(signatureOf(key, channel, text));
  if (told.length !== right.length || !timingSafeEqual(told, right)) return undefined;
  return readHint(text);
}

function signatureOf(key: string, channel: string, text: string): string {
  const whole = createHmac('sha256', key).update(`${VERSION}\n${channel}\n${text}`).digest();
  return whole.subarray(0, SIGNATURE_BYTES).toString('base64url');
}

function readHint(text: string): Hint | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value)) return undefined;
    const [node, body] = value as unknown[];
    if (!isId(node) || typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
    return { node, body: body as JsonObject };
  } catch {
    return undefined;
  }
}
