import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allSaved, itemLink, toast } from './screen-parts.ts';
import { type OpenPage, type RunningApp, startApp } from './start-app.ts';
import { createTeam, type Team } from './team.ts';

const chromium = process.env.CHROMIUM_PATH;

describe.skipIf(!chromium)('the list', () => {
  let app: RunningApp;
  let team: Team;
  let ada: OpenPage;
  const row = (key: string) =>
    ada.page
      .getByRole('listitem')
      .filter({ has: ada.page.getByRole('link', { name: new RegExp(`^${key} `) }) });
  const status = (key: string) => row(key).getByRole('button', { name: /^Status: / });
  beforeAll(async () => {
    app = await startApp();
    team = await createTeam(app);
    await team.items(['Paint the pier', 'Count the bicycles', 'Ring the bell']);
    await team.items(['Sell ice cream'], { priority: 'urgent', assignees: [team.owner.personId] });
    ada = await team.owner.open(`${team.list}?group=none`);
    await itemLink(ada.page, 'FER-4').waitFor();
  });
  afterAll(() => app?.close());

  test('a cell is edited where it stands', async () => {
    const { page } = ada;
    await status('FER-1').click();
    await page.getByPlaceholder('Change status').fill('review');
    await page.keyboard.press('Enter');
    await row('FER-1').getByRole('button', { name: 'Status: In review' }).waitFor();
    await allSaved(page).waitFor();
  });

  test('many are changed at once with a count, and come back with one undo', async () => {
    const { page } = ada;
    for (const key of ['FER-1', 'FER-2', 'FER-3']) {
      await row(key).hover();
      await row(key).getByLabel(`Select ${key}`).click();
    }
    const bar = page.getByRole('region', { name: 'Selection' });
    await bar.getByText('3 selected').waitFor();
    await bar.getByRole('button', { name: 'Change status' }).click();
    await page.getByPlaceholder('Change status').fill('done');
    await page.keyboard.press('Enter');
    for (const key of ['FER-1', 'FER-2', 'FER-3'])
      await row(key).getByRole('button', { name: 'Status: Done' }).waitFor();
    await toast(page, '3 work items changed').waitFor();
    await allSaved(page).waitFor();
    await page.getByLabel('Notices').getByRole('button', { name: /^Undo/ }).last().click();
    await row('FER-1').getByRole('button', { name: 'Status: In review' }).waitFor();
    for (const key of ['FER-2', 'FER-3'])
      await row(key).getByRole('button', { name: 'Status: Todo' }).waitFor();
    await bar.getByRole('button', { name: 'Clear the selection' }).click();
    await bar.waitFor({ state: 'detached' });
  });

  test('what was deleted comes back from its toast', async () => {
    const { page } = ada;
    await itemLink(page, 'FER-3').focus();
    await page.keyboard.press('Control+Backspace');
    await itemLink(page, 'FER-3').waitFor({ state: 'detached' });
    await toast(page, 'FER-3 deleted').waitFor();
    await allSaved(page).waitFor();
    await page
      .getByLabel('Notices')
      .getByRole('listitem')
      .filter({ hasText: 'FER-3 deleted' })
      .getByRole('button', { name: /^Undo/ })
      .click();
    await itemLink(page, 'FER-3').waitFor();
  });

  test('a filter stands in the address and survives a reload', async () => {
    const { page, problems } = ada;
    await page.getByRole('button', { name: 'Mine' }).click();
    await itemLink(page, 'FER-1').waitFor({ state: 'detached' });
    await itemLink(page, 'FER-4').waitFor();
    expect(new URL(page.url()).searchParams.get('filter')).toContain('assignees');
    await page.reload();
    await itemLink(page, 'FER-4').waitFor();
    expect(await itemLink(page, 'FER-1').count()).toBe(0);
    await page.getByLabel('Shown').getByText('1 of 4').waitFor();
    await page.getByLabel('Find in titles').fill('nothing like it');
    await page.getByText('Nothing passes the filter').waitFor();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await itemLink(page, 'FER-1').waitFor();
    expect(problems).toEqual([]);
  });
});
