import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allSaved, cardIn, cardTitled, itemLink, peekPanel, toast } from './screen-parts.ts';
import { type OpenPage, type RunningApp, startApp } from './start-app.ts';
import { createTeam, type Team } from './team.ts';

const chromium = process.env.CHROMIUM_PATH;

describe.skipIf(!chromium)('without a mouse', () => {
  let app: RunningApp;
  let team: Team;
  let ada: OpenPage;
  beforeAll(async () => {
    app = await startApp();
    team = await createTeam(app);
    await team.items(['Paint the pier', 'Count the bicycles']);
    ada = await team.owner.open(team.board);
    await itemLink(ada.page, 'FER-1').waitFor();
  });
  afterAll(() => app?.close());

  test('C creates a work item', async () => {
    const { page } = ada;
    await page.keyboard.press('c');
    await page.getByRole('dialog').getByLabel('Title').waitFor();
    await page.keyboard.type('Ring the bell');
    await page.keyboard.press('Control+Enter');
    await cardIn(page, 'Backlog', 'FER-3').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('arrows walk; S, P and A change the card under the cursor', async () => {
    const { page } = ada;
    await page.locator('#main').focus();
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toMatch(/^FER-3/);
    await page.keyboard.press('s');
    await page.getByPlaceholder('Change status').fill('todo');
    await page.keyboard.press('Enter');
    await cardIn(page, 'Todo', 'FER-3').waitFor();
    await page.getByPlaceholder('Change status').waitFor({ state: 'detached' });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toMatch(/^FER-3/);
    await page.keyboard.press('p');
    await page.getByPlaceholder('Change priority').waitFor();
    await page.keyboard.press('1');
    await page.getByPlaceholder('Change priority').waitFor({ state: 'detached' });
    await expect
      .poll(() => cardIn(page, 'Todo', 'FER-3').getAttribute('aria-label'))
      .toContain('Urgent priority');
    await page.keyboard.press('a');
    await page.getByPlaceholder('Assign to').fill('Ada');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect
      .poll(() => cardIn(page, 'Todo', 'FER-3').getAttribute('aria-label'))
      .toContain('assigned to Ada Lindqvist');
  });

  test('Space picks a card up, arrows carry it, Space puts it down, Ctrl+Z takes it back', async () => {
    const { page } = ada;
    await allSaved(page).waitFor();
    await cardIn(page, 'Todo', 'FER-3').focus();
    await page.keyboard.press('Space');
    await page.getByText('FER-3 picked up', { exact: false }).waitFor();
    await page.keyboard.press('ArrowRight');
    await cardIn(page, 'In progress', 'FER-3').waitFor();
    await page.keyboard.press('Escape');
    await cardIn(page, 'Todo', 'FER-3').waitFor();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await page.getByText('FER-3 put down in In progress', { exact: false }).waitFor();
    await allSaved(page).waitFor();
    await page.keyboard.press('Control+z');
    await cardIn(page, 'Todo', 'FER-3').waitFor();
    await toast(page, 'Undone').waitFor();
  });

  test('Enter opens a card, Escape closes it; Ctrl+K finds another by its key; ? lists the keys', async () => {
    const { page, problems } = ada;
    await cardIn(page, 'Todo', 'FER-1').focus();
    await page.keyboard.press('Enter');
    await peekPanel(page, 'FER-1').getByLabel('Title').waitFor();
    await page.keyboard.press('Escape');
    await peekPanel(page, 'FER-1').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Type what you want to do, or search').fill('FER-2');
    await page.getByRole('option', { name: /Count the bicycles/ }).waitFor();
    await page.keyboard.press('Enter');
    await peekPanel(page, 'FER-2').waitFor();
    expect(page.url()).toContain('peek=FER-2');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await sheet.getByText('Create work item').waitFor();
    await sheet.getByText('Pick up or put down a card').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await page.waitForURL('**/p/FER/list');
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await page.waitForURL('**/members');
    expect(problems).toEqual([]);
  });

  test('a card added at the head of a column goes on taking more until Escape', async () => {
    const { page } = ada;
    await page.goto(app.url + team.board);
    await page.getByRole('button', { name: 'Add to Done' }).press('Enter');
    await page.getByLabel('New work item in Done').waitFor();
    await page.keyboard.type('Buy rope');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Buy paint');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await cardTitled(page, 'Done', 'Buy rope').waitFor();
    await cardTitled(page, 'Done', 'Buy paint').waitFor();
    await page.getByLabel('New work item in Done').waitFor({ state: 'detached' });
  });
});
