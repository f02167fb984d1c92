import type { Client } from '@atrium/sync/client';

/** Saves every change that is not in the log yet as a file. */
export function exportQueue(client: Client): void {
  saveAsFile(client.exportQueue());
}

export function exportText(content: object): string {
  return JSON.stringify(content, null, 2);
}

export function saveAsFile(content: object): void {
  const url = URL.createObjectURL(new Blob([exportText(content)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'atrium-unsaved-changes.json';
  link.click();
  URL.revokeObjectURL(url);
}
