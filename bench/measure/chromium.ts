import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

/** Undefined where there is none; `CHROMIUM_PATH` names one elsewhere. */
export const CHROMIUM =
  process.env.CHROMIUM_PATH ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined);

export async function startChromium(): Promise<Browser> {
  if (!CHROMIUM) throw new Error('There is no Chromium here; CHROMIUM_PATH names one.');
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}
