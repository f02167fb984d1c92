// node tools/make-icons.mjs: draws the app's icons from its logo. Run once when the logo changes, and commit them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.mjs';
import { ROOT } from './prepare.mjs';

const PUBLIC = join(ROOT, 'apps/web/public');
const rounded = readFileSync(join(PUBLIC, 'favicon.svg'), 'utf8');
/** The system cuts the shape: colour to the edges, the drawing inside the middle four fifths. */
const full = rounded.replace(' rx="7"', '');

const ICONS = [
  { file: 'icon-192.png', size: 192, svg: rounded },
  { file: 'icon-512.png', size: 512, svg: rounded },
  { file: 'maskable-192.png', size: 192, svg: full },
  { file: 'maskable-512.png', size: 512, svg: full },
  { file: 'apple-touch-icon.png', size: 180, svg: full },
];

const executablePath = findChromium();
if (executablePath === undefined) throw new Error('There is no Chromium here; CHROMIUM_PATH names one.');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const page = await browser.newPage();
mkdirSync(join(PUBLIC, 'icons'), { recursive: true });
for (const { file, size, svg } of ICONS) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  );
  const png = await page.screenshot({ omitBackground: true });
  writeFileSync(join(PUBLIC, 'icons', file), png);
}
await browser.close();
