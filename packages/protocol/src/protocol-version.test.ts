import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { expect, test } from 'vitest';
import { CLOSE_CODES } from './close-codes.ts';
import { file_atrium_wire_v1_wire } from './generated/atrium/wire/v1/wire_pb.ts';
import { MIN_PROTOCOL_VERSION, PROTOCOL_VERSION } from './protocol-version.ts';
import { REFUSAL_CODES } from './refusal-codes.ts';

const history = JSON.parse(readFileSync(new URL('../fingerprints.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;

/** Everything that both ends must agree on; comments and the order of codes do not count. */
function fingerprint(): string {
  const hash = createHash('sha256');
  hash.update(toBinary(FileDescriptorProtoSchema, file_atrium_wire_v1_wire.proto));
  hash.update(JSON.stringify([Object.keys(REFUSAL_CODES).sort(), Object.keys(CLOSE_CODES).sort()]));
  return hash.digest('hex').slice(0, 32);
}

test('[WIRE6] the wire is what its version says (else raise PROTOCOL_VERSION and add its line to fingerprints.json)', () => {
  expect({ [PROTOCOL_VERSION]: fingerprint() }).toEqual({ [PROTOCOL_VERSION]: history[PROTOCOL_VERSION] });
});

test('[WIRE6] every version has its own fingerprint, and no version is missing', () => {
  const versions = Array.from({ length: PROTOCOL_VERSION }, (_, index) => String(index + 1));
  expect(Object.keys(history)).toEqual(versions);
  expect(new Set(Object.values(history)).size).toBe(versions.length);
});

test('[WIRE6] a later floor than the version itself would lock everyone out', () => {
  expect(MIN_PROTOCOL_VERSION).toBeLessThanOrEqual(PROTOCOL_VERSION);
  expect(MIN_PROTOCOL_VERSION).toBeGreaterThanOrEqual(1);
});
