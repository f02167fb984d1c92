/**
 * PostgreSQL arrays in their binary form, which costs both sides far less than text that is quoted, escaped and parsed.
 * What is not a value of the type is a throw.
 */

const INT8 = 20;
const BYTEA = 17;
const TEXT = 25;
const TIMESTAMP_TZ = 1184;
const UUID = 2950;
const JSONB = 3802;

type Values<T> = readonly (T | null | undefined)[];

/** Every array of one statement, one after the other in one piece of memory. */
export class BinaryArrays {
  #bytes: Buffer;
  #at = 0;
  #instant = '';
  #microseconds = 0;

  /** @param size a guess of the bytes of all arrays */
  constructor(size = 4_096) {
    this.#bytes = Buffer.allocUnsafe(size);
  }

  uuids(values: Values<string>): Buffer {
    let last: string | undefined;
    let lastAt = 0;
    return this.#array(UUID, values, (id) => {
      this.#room(20);
      const at = this.#at;
      if (id === last) {
        // Projects and people come many times in a row.
        this.#bytes.copyWithin(at, lastAt, lastAt + 20);
        this.#at = at + 20;
      } else {
        this.#integer(16);
        this.#hex(id, 16);
      }
      last = id;
      lastAt = at;
    });
  }

  integers(values: Values<number>): Buffer {
    return this.#array(INT8, values, (value) => {
      this.#room(12);
      this.#integer(8);
      this.#long(value);
    });
  }

  texts(values: Values<string>): Buffer {
    return this.#array(TEXT, values, (text) => this.#text(text, 0));
  }

  /** Of values as JSON text. */
  jsons(values: Values<string>): Buffer {
    // Its binary form is a version, 1, and the text.
    return this.#array(JSONB, values, (text) => this.#text(text, 1));
  }

  /** Of ISO instants. */
  instants(values: Values<string>): Buffer {
    return this.#array(TIMESTAMP_TZ, values, (instant) => {
      this.#room(12);
      this.#integer(8);
      this.#long(this.#microsecondsOf(instant));
    });
  }

  /** Of bytes as hex. */
  hashes(values: Values<string>): Buffer {
    return this.#array(BYTEA, values, (hex) => {
      const size = hex.length >>> 1;
      this.#room(4 + size);
      this.#integer(size);
      this.#hex(hex, size);
    });
  }

  #array<T>(type: number, values: Values<T>, write: (value: T) => void): Buffer {
    const start = this.#at;
    this.#room(20);
    this.#integer(values.length === 0 ? 0 : 1);
    this.#integer(values.some((value) => value === null || value === undefined) ? 1 : 0);
    this.#integer(type);
    if (values.length > 0) {
      this.#integer(values.length);
      this.#integer(1);
    }
    for (const value of values) {
      if (value !== null && value !== undefined) write(value);
      else {
        this.#room(4);
        this.#integer(-1);
      }
    }
    return this.#bytes.subarray(start, this.#at);
  }

  /** Arrays that were made before keep the memory that they are in. */
  #room(size: number): void {
    if (this.#at + size <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + size));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }

  #integer(value: number): void {
    const bytes = this.#bytes;
    const at = this.#at;
    bytes[at] = value >>> 24;
    bytes[at + 1] = value >>> 16;
    bytes[at + 2] = value >>> 8;
    bytes[at + 3] = value;
    this.#at = at + 4;
  }

  #long(value: number): void {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not an integer.`);
    const high = Math.floor(value / 4_294_967_296);
    this.#integer(high);
    this.#integer(value - high * 4_294_967_296);
  }

  /** Two digits a byte; dashes do not count. */
  #hex(digits: string, size: number): void {
    const bytes = this.#bytes;
    const end = this.#at + size;
    let at = this.#at;
    let wrong = 0;
    for (let index = 0; index < digits.length && at < end; index += 2) {
      if (digits.charCodeAt(index) === DASH) index += 1;
      const byte = (nibble(digits.charCodeAt(index)) << 4) | nibble(digits.charCodeAt(index + 1));
      wrong |= byte;
      bytes[at] = byte;
      at += 1;
    }
    if (wrong < 0 || at !== end)
      throw new TypeError(`${JSON.stringify(digits)} is not ${size} bytes of hex.`);
    this.#at = at;
  }

  #text(text: string, version: number): void {
    // No UTF-16 unit takes more than three bytes.
    this.#room(5 + text.length * 3);
    const start = this.#at;
    this.#at += 4;
    if (version > 0) {
      this.#bytes[this.#at] = version;
      this.#at += 1;
    }
    this.#at += this.#bytes.write(text, this.#at);
    const end = this.#at;
    this.#at = start;
    this.#integer(end - start - 4);
    this.#at = end;
  }

  #microsecondsOf(instant: string): number {
    // Most instants of a batch are the same.
    if (instant !== this.#instant) {
      this.#instant = instant;
      this.#microseconds = (Date.parse(instant) - SINCE_2000) * 1_000;
    }
    return this.#microseconds;
  }
}

const SINCE_2000 = Date.UTC(2000);
const DASH = 45;

const NIBBLES = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit += 1) NIBBLES[digit.toString(16).charCodeAt(0)] = digit;

function nibble(code: number): number {
  return NIBBLES[code] ?? -1;
}
