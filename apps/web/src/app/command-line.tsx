import type { Command } from '@atrium/protocol';
import { useRecord } from '../workspace/use-records.ts';
import { commandWords } from './command-words.ts';

/** A command as people would say it. */
export function CommandLine({ command, className }: { command: Command; className?: string }) {
  const record = useRecord(command.recordId);
  return <span className={className}>{commandWords(command, record)}</span>;
}
