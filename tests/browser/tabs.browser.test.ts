import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allSaved, cardIn, cardTitled, column } from './screen-parts.ts';
import { type RunningApp, startApp } from './start-app.ts';
import { createTeam, type Team, type TeamMember } from './team.ts';

const chromium = process.env.CHROMIUM_PATH;

describe.skipIf(!chromium)('two tabs of one person', () => {
  let app: RunningApp;
  let team: Team;
  let ben: TeamMember;
  beforeAll(async () => {
    app = await startApp();
    team = await createTeam(app);
    ben = await team.member('Ben Okafor');
    await team.items(['Paint the pier']);
  });
  afterAll(() => app?.close());

  const twoTabs = async () => {
    const { page: first, context } = await team.owner.open(team.board);
    await cardIn(first, 'Todo', 'FER-1').waitFor();
    await allSaved(first).waitFor();
    const second = await context.newPage();
    await second.goto(app.url + team.board);
    await cardIn(second, 'Todo', 'FER-1').waitFor();
    await allSaved(second).waitFor();
    return { first, second, context };
  };
  const write = async (page: Page, status: string, titles: readonly string[]) => {
    await page.getByRole('button', { name: `Add to ${status}` }).click();
    await page.getByLabel(`New work item in ${status}`).waitFor();
    for (const title of titles) {
      await page.keyboard.type(title);
      await page.keyboard.press('Enter');
    }
    await page.keyboard.press('Escape');
  };
  const offline = (page: Page, unsent: number) =>
    page.getByRole('button', { name: `Offline, ${unsent} change${unsent === 1 ? '' : 's'} kept here` });

  test('without a network each shows what the other has written, with the same count', async () => {
    const { first, second, context } = await twoTabs();
    await context.setOffline(true);
    await write(first, 'Backlog', ['From the first tab']);
    await cardTitled(second, 'Backlog', 'From the first tab').waitFor();
    await write(second, 'Backlog', ['From the second tab']);
    await cardTitled(first, 'Backlog', 'From the second tab').waitFor();
    await Promise.all([offline(first, 2).waitFor(), offline(second, 2).waitFor()]);
    await context.setOffline(false);
    await Promise.all([allSaved(first).waitFor(), allSaved(second).waitFor()]);
    const other = await ben.open(team.board);
    for (const title of ['From the first tab', 'From the second tab']) {
      await cardTitled(other.page, 'Backlog', title).waitFor();
    }
    expect(await column(other.page, 'Backlog').getByRole('link').count()).toBe(2);
    await Promise.all([context.close(), other.context.close()]);
  });

  test('the tab that sends crashes: the other one sends all of it, without a reload', async () => {
    const { first, second, context } = await twoTabs();
    await context.setOffline(true);
    await write(first, 'In progress', ['Queued by the one that dies']);
    await write(second, 'In progress', ['Queued by the one that lives']);
    await Promise.all([offline(first, 2).waitFor(), offline(second, 2).waitFor()]);
    const died = first.waitForEvent('crash');
    void first.goto('chrome://crash').catch(() => undefined);
    await died;
    // What has crashed says nothing more; only then can the network be given back.
    await first.close();
    await context.setOffline(false);
    await allSaved(second).waitFor();
    const other = await ben.open(team.board);
    for (const title of ['Queued by the one that dies', 'Queued by the one that lives']) {
      await cardTitled(other.page, 'In progress', title).waitFor();
      await cardTitled(second, 'In progress', title).waitFor();
    }
    expect(await column(other.page, 'In progress').getByRole('link').count()).toBe(2);
    await Promise.all([context.close(), other.context.close()]);
  });

  test('the tab that sends is closed while its work is on the way: the other one goes on', async () => {
    const { first, second, context } = await twoTabs();
    await app.stop();
    await first.getByRole('button', { name: /^Reconnecting/ }).waitFor();
    await write(first, 'Done', ['Closed over']);
    await cardTitled(second, 'Done', 'Closed over').waitFor();
    await first.close();
    await app.startAgain();
    await allSaved(second).waitFor();
    const other = await ben.open(team.board);
    await cardTitled(other.page, 'Done', 'Closed over').waitFor();
    await Promise.all([context.close(), other.context.close()]);
  });
});
