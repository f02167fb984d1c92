import { type Browser, chromium } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium } from '../../tools/chromium.mjs';

export async function startChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('There is no Chromium here; CHROMIUM_PATH names one.');
  return chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
}
