import { Cell } from '@atrium/sync/client';
import { askToKeep } from './kept-storage.ts';

interface InstallPrompt extends Event {
  prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

let prompt: InstallPrompt | undefined;

/** The browser offers to put Atrium among the apps of this machine. */
export const canInstall = new Cell(false);

/** Early: the browser offers it once, soon after the page came. */
export function listenForInstall(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    // Offered in the menu and the palette, not over the screen.
    event.preventDefault();
    prompt = event as InstallPrompt;
    canInstall.set(true);
  });
  window.addEventListener('appinstalled', () => {
    prompt = undefined;
    canInstall.set(false);
    void askToKeep();
  });
}

export async function installApp(): Promise<void> {
  const asked = prompt;
  // It can be shown once.
  prompt = undefined;
  canInstall.set(false);
  await asked?.prompt();
}
