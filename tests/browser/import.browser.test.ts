import { sampleArchive } from '@atrium/exchange/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cardTitled, column } from './screen-parts.ts';
import { type OpenPage, type RunningApp, startApp } from './start-app.ts';
import { createTeam, type Team } from './team.ts';

const chromium = process.env.CHROMIUM_PATH;
const realData = process.env.ATRIUM_REAL_DATA;

describe.skipIf(!chromium)('an archive from GitHub', () => {
  let app: RunningApp;
  let team: Team;
  let ada: OpenPage;
  beforeAll(async () => {
    app = await startApp();
    team = await createTeam(app);
    ada = await team.owner.open(`${team.home}/import`);
  });
  afterAll(() => app?.close());

  const choose = (name: string, content: string) =>
    ada.page.getByLabel('Archive file').setInputFiles({
      name,
      mimeType: 'application/json',
      buffer: Buffer.from(content),
    });
  const press = (name: string | RegExp) => ada.page.getByRole('button', { name }).click();

  test('a file that is none says why, and nothing is made of it', async () => {
    const { page } = ada;
    await choose('archive.json', '{"magic": "something else", "issues": [');
    await page.getByLabel('Project name').fill('Broken');
    await press('Try it out');
    await page.getByRole('heading', { level: 3 }).filter({ hasNotText: 'Trying it out' }).waitFor();
    expect(await page.getByRole('heading', { level: 3 }).textContent()).toMatch(/archive|file/i);
    await press(/^Discard/);
    await page.getByRole('heading', { level: 3 }).waitFor({ state: 'detached' });
  });

  test('it is tried out, imported, looked at, and taken back', async () => {
    const { page, problems } = ada;
    await choose('archive.json', JSON.stringify(sampleArchive()));
    await page.getByLabel('Project name').fill('Boats');
    await page.getByLabel('Key').fill('BOA');
    await press('Try it out');
    await page.getByText('4 work items would come in. Nothing has been changed yet.').waitFor();
    await press('Import now');
    await page.getByText('4 work items imported.').waitFor();
    await press('Open the board');
    await page.waitForURL('**/p/BOA/board');
    await cardTitled(page, 'Done', 'Leaks').click();
    const panel = page.getByLabel(/^Work item BOA-\d+$/);
    const comment = panel.getByRole('article', { name: 'Comment by bo' }).filter({ hasText: 'Same here' });
    await comment.waitFor();
    expect(await comment.locator('time').first().getAttribute('datetime')).toMatch(/^2021-01-02T00:00:00/);
    await comment.getByText('Imported').waitFor();
    await page.keyboard.press('Escape');

    await page.goto(`${app.url}${team.home}/import`);
    await press('Undo the import');
    await page.getByRole('dialog').getByRole('button', { name: 'Undo the import' }).click();
    await page.getByText('The import was taken back.').waitFor();
    await page.goto(`${app.url}${team.home}/p/BOA/board`);
    await column(page, 'Done').waitFor();
    await expect.poll(() => page.locator('#main').getByRole('link').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test.skipIf(!realData)('real data: a project of years is on the board as it was', async () => {
    const { page } = ada;
    await page.goto(`${app.url}${team.home}/import`);
    await page.getByLabel('Archive file').setInputFiles(`${realData}/github-multipath/archive.json`);
    await page.getByLabel('Project name').fill('Multipath');
    await page.getByLabel('Key').fill('MP');
    await press('Try it out');
    await page.getByText(/\d{3} work items would come in/).waitFor({ timeout: 60_000 });
    await press('Import now');
    await page.getByText(/\d{3} work items imported/).waitFor({ timeout: 60_000 });
    await press('Open the board');
    await page.waitForURL('**/p/MP/board');
    await page
      .locator('#main')
      .getByRole('link', { name: /^MP-\d+ / })
      .first()
      .waitFor();
  });
});
