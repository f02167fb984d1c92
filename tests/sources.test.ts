import { execFileSync } from 'node:child_process';
import { assembleDeltaBatch } from '@atrium/protocol';
import { expect, test } from 'vitest';

/** A half position is a bug of the caller, so it throws: the stack says which file really ran. */
function whereProtocolRuns(): string {
  try {
    assembleDeltaBatch({ position: 0.5, encodedEvents: [] });
  } catch (error) {
    return error instanceof Error ? (error.stack ?? '') : '';
  }
  return '';
}

test('tests run the sources of a package, never a stale build', () => {
  expect(whereProtocolRuns()).toContain('packages/protocol/src/assembled-frames.ts');
});

test('a child process with the source condition runs the sources too', () => {
  const script = "console.log(import.meta.resolve('@atrium/protocol'))";
  const args = ['--conditions=source', '--import', 'tsx', '--input-type=module', '--eval', script];
  expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toContain(
    '/packages/protocol/src/index.ts',
  );
});
