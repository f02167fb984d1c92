#!/usr/bin/env node
import { CommanderError } from 'commander';
import { EXIT, tellError } from './exit-codes.ts';
import { createProgram } from './program.ts';

const json = process.argv.includes('--json');

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has said what was wrong already; help and version are no errors.
    if (json && error.exitCode !== 0) report('USAGE', error.message);
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  } else {
    const told = tellError(error);
    process.stderr.write(`${told.message}\n`);
    if (json) report(told.code, told.message);
    process.exitCode = told.exitCode;
  }
}

function report(code: string, message: string): void {
  process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
}
