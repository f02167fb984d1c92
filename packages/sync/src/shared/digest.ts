/**
 * A digest over (record id, version) pairs that does not depend on their order, and from which a pair can be
 * taken out again. Finds differences between two stores; no defence against someone who forges records.
 */
export class ScopeDigest {
  #low = 0;
  #high = 0;

  add(recordId: string, version: number): void {
    this.#shift(recordId, version, 1);
  }

  remove(recordId: string, version: number): void {
    this.#shift(recordId, version, -1);
  }

  /** 16 hexadecimal digits. */
  value(): string {
    return hex(this.#high) + hex(this.#low);
  }

  #shift(recordId: string, version: number, sign: 1 | -1): void {
    let low = 0x811c9dc5;
    let high = 0x9747b28c;
    for (let index = 0; index < recordId.length; index++) {
      const code = recordId.charCodeAt(index);
      low = Math.imul(low ^ code, 0x01000193);
      high = Math.imul(high ^ code, 0x85ebca6b) ^ (high >>> 13);
    }
    low = mixed(low ^ mixed(version | 0));
    high = mixed(high ^ mixed((version | 0) ^ 0x5bd1e995));
    this.#low = (this.#low + sign * low) >>> 0;
    this.#high = (this.#high + sign * high) >>> 0;
  }
}

export function digestOf(records: Iterable<{ readonly id: string; readonly version: number }>): string {
  const digest = new ScopeDigest();
  for (const { id, version } of records) digest.add(id, version);
  return digest.value();
}

function mixed(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
