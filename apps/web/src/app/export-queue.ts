import type { Client } from '@atrium/sync/client';

/** Saves every change that is not in the log yet as a file. */
export function exportQueue(client: Client): void {
  const waiting = client.queue().filter(({ state }) => state.kind !== 'committed');
  saveAsFile(waiting.map(({ command, state }) => ({ ...command, state })));
}

/** The same words for one change, or for those of other workspaces. */
export function exportText(commands: readonly object[]): string {
  return JSON.stringify({ exportedAt: new Date().toISOString(), commands }, null, 2);
}

export function saveAsFile(commands: readonly object[]): void {
  const url = URL.createObjectURL(new Blob([exportText(commands)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'atrium-unsaved-changes.json';
  link.click();
  URL.revokeObjectURL(url);
}
