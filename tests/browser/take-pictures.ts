import { mkdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { cardTitled, column, dragTo } from './screen-parts.ts';
import { openPage, startBrowser } from './start-app.ts';

/**
 * Takes the picture of the board for the README from a running demo (`npm start -- --demo`):
 * `CHROMIUM_PATH=/usr/bin/chromium node --conditions=source --import tsx tests/browser/take-pictures.ts http://localhost:4000`
 */
const url = process.argv[2] ?? 'http://localhost:4000';
const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const BOARD = '/w/demo/p/FER/board';
const HELD = 'Two taps on';

async function openAs(email: string) {
  const opened = await openPage(browser, `${url}/sign-in?next=${encodeURIComponent(BOARD)}`, {
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  const { page } = opened;
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill('atrium-demo');
  await page.getByRole('button', { name: /^Sign in/ }).click();
  await page.waitForURL((address) => address.pathname === BOARD);
  return opened;
}

const browser = await startBrowser();
try {
  const [ada, ben] = [
    await openAs('ada@demo.example'),
    await openAs('ben@demo.example'),
    await openAs('chiara@demo.example'),
  ];
  const { page } = ada;
  const card = cardTitled(ben.page, 'In progress', HELD);
  await card.waitFor();
  await cardTitled(page, 'In progress', HELD).waitFor();
  const here = page.getByRole('list', { name: 'Also here' });
  await here.getByLabel('Ben Okafor').waitFor();
  await here.getByLabel('Chiara Rossi').waitFor();
  await dragTo(ben.page, card, column(ben.page, 'Todo'), { drop: false });
  // Over free room, so that the card and where it came from are both seen.
  await ben.page.mouse.move(905, 655, { steps: 8 });
  await ben.page.mouse.move(900, 650, { steps: 4 });
  await page.waitForTimeout(1_000);
  await page.bringToFront();
  await page.getByText('Ben Okafor is moving this').first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  await mkdir(folder, { recursive: true });
  const file = `${folder}board.png`;
  await page.mouse.move(640, 780);
  await page.screenshot({ path: file, animations: 'disabled' });
  process.stdout.write(`${file}: ${(await stat(file)).size} bytes\n`);
} finally {
  await browser.close();
}
