import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allSaved, cardTitled } from './screen-parts.ts';
import { type OpenPage, type RunningApp, startApp } from './start-app.ts';

const chromium = process.env.CHROMIUM_PATH;
const EMAIL = 'ada@test.example';
const PASSWORD = 'correct horse battery';

describe.skipIf(!chromium)('the way in', () => {
  let app: RunningApp;
  let ada: OpenPage;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.close());

  test('the first visitor sets up a workspace, a project and a work item', async () => {
    ada = await app.open('/');
    const { page, problems } = ada;
    await page.getByRole('link', { name: 'Set up this Atrium' }).click();
    await page.getByLabel('Workspace').fill('Ferry line');
    await page.getByLabel('Your name').fill('Ada Lindqvist');
    await page.getByLabel('E-mail').fill(EMAIL);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: /^Create workspace/ }).click();
    await page.waitForURL('**/w/ferry-line');
    await page.locator('#main').getByRole('button', { name: 'Create project' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Ferry website');
    await expect.poll(() => dialog.getByLabel('Key').inputValue()).toMatch(/^[A-Z]{2,}/);
    await dialog.getByLabel('Key').fill('FER');
    await dialog.getByRole('button', { name: /^Create project/ }).click();
    await page.waitForURL('**/p/FER/board');
    await page
      .getByRole('button', { name: /^New work item/ })
      .first()
      .click();
    await page.getByRole('dialog').getByLabel('Title').fill('Paint the pier');
    await page.keyboard.press('Control+Enter');
    await cardTitled(page, 'Backlog', 'FER-1').waitFor();
    await allSaved(page).waitFor();
    expect(problems).toEqual([]);
  });

  test('one signs out, is told of a wrong password, and comes back to where one was', async () => {
    const { page, problems } = ada;
    const board = page.url();
    await page.getByRole('button', { name: 'Ada Lindqvist' }).click();
    await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
    await page.waitForURL('**/sign-in');
    await page.goto(board);
    await page.waitForURL('**/sign-in?next=*');
    await signIn(page, 'not the right one');
    await page.getByText('do not belong together').waitFor();
    await signIn(page, PASSWORD);
    await page.waitForURL(board);
    await cardTitled(page, 'Backlog', 'Paint the pier').waitFor();
    // The browser itself writes refused requests down.
    expect(problems.filter((problem) => !/status of 401/.test(problem))).toEqual([]);
    problems.length = 0;
  });

  test('an invited person joins, is seen at once, and once removed is shown out within a second', async () => {
    const { page } = ada;
    await page.goto(`${app.url}/w/ferry-line/members`);
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByRole('button', { name: /^Create invitation link/ }).click();
    const link = await page.getByLabel('Invitation link').inputValue();
    await page.getByRole('button', { name: 'Done' }).click();
    const members = page.getByRole('region', { name: /^Members/ });
    expect(await members.getByRole('listitem').count()).toBe(1);

    const ben = await app.open(new URL(link).pathname);
    await ben.page.getByRole('heading', { name: 'Join Ferry line' }).waitFor();
    await ben.page.getByLabel('Your name').fill('Ben Okafor');
    await ben.page.getByLabel('E-mail').fill('ben@test.example');
    await ben.page.getByLabel('Password', { exact: true }).fill('another long secret');
    await ben.page.getByRole('button', { name: /^Join workspace/ }).click();
    await ben.page.waitForURL('**/w/ferry-line');
    await members.getByText('Ben Okafor').waitFor();

    await ben.page
      .getByRole('link', { name: /Ferry website/ })
      .first()
      .click();
    await cardTitled(ben.page, 'Backlog', 'Paint the pier').waitFor();
    await page.getByRole('button', { name: 'More about Ben Okafor' }).click();
    const out = ben.page.getByRole('heading', { name: 'You are no longer in Ferry line' });
    await page.getByRole('menuitem', { name: 'Deactivate' }).click();
    await out.waitFor({ timeout: 1_000 });
    await members.getByText('Ben Okafor').waitFor({ state: 'detached' });

    const again = await app.open(new URL(link).pathname);
    await again.page.getByRole('heading', { name: 'This invitation no longer works' }).waitFor();
    expect(ada.problems).toEqual([]);
    await Promise.all([ben.context.close(), again.context.close()]);
  });
});

async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: /^Sign in/ }).click();
}
