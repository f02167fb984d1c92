import type { Client } from '@atrium/sync/client';

/** Saves every change that is not in the log yet as a file. */
export function exportQueue(client: Client): void {
  const commands = client.queue().map(({ command, state }) => ({ ...command, state }));
  const content = JSON.stringify({ exportedAt: new Date().toISOString(), commands }, null, 2);
  const url = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'atrium-unsaved-changes.json';
  link.click();
  URL.revokeObjectURL(url);
}
