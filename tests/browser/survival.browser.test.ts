import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allSaved, cardIn, cardTitled, column } from './screen-parts.ts';
import { type RunningApp, startApp } from './start-app.ts';
import { createTeam, type Team, type TeamMember } from './team.ts';

const chromium = process.env.CHROMIUM_PATH;

describe.skipIf(!chromium)('what one wrote stays', () => {
  let app: RunningApp;
  let team: Team;
  let ben: TeamMember;
  beforeAll(async () => {
    app = await startApp();
    team = await createTeam(app);
    ben = await team.member('Ben Okafor');
    await team.items(['Paint the pier', 'Count the bicycles']);
  });
  afterAll(() => app?.close());

  const write = async (page: Page, status: string, titles: readonly string[]) => {
    await page.getByRole('button', { name: `Add to ${status}` }).click();
    await page.getByLabel(`New work item in ${status}`).waitFor();
    for (const title of titles) {
      await page.keyboard.type(title);
      await page.keyboard.press('Enter');
    }
  };
  const titlesIn = (page: Page, status: string) => column(page, status).getByRole('link').count();

  test('a reload right after Enter loses nothing and doubles nothing', async () => {
    const { page, context } = await team.owner.open(team.board);
    await cardIn(page, 'Todo', 'FER-1').waitFor();
    const titles = ['Buy rope', 'Buy paint', 'Buy brushes'];
    for (const title of titles) {
      await write(page, 'Backlog', [title]);
      await page.reload();
      await cardTitled(page, 'Backlog', title).waitFor();
    }
    await allSaved(page).waitFor();
    const other = await ben.open(team.board);
    for (const title of titles) await cardTitled(other.page, 'Backlog', title).waitFor();
    expect(await titlesIn(other.page, 'Backlog')).toBe(titles.length);
    await Promise.all([context.close(), other.context.close()]);
  });

  test('a page that dies leaves what it kept to the next one', async () => {
    const { page, context } = await team.owner.open(team.board);
    await cardIn(page, 'Todo', 'FER-1').waitFor();
    await allSaved(page).waitFor();
    await context.setOffline(true);
    await page.getByRole('button', { name: /^Offline/ }).waitFor();
    await write(page, 'In review', ['Written into the dark']);
    await page.getByRole('button', { name: 'Offline, 1 change kept here' }).waitFor();
    // The pill tells of the change at once; it is safe when the browser's store has it, a moment later.
    await expect.poll(() => keptHere(page)).toBe(1);
    const died = page.waitForEvent('crash');
    void page.goto('chrome://crash').catch(() => undefined);
    await died;
    await page.close();
    await context.setOffline(false);
    const next = await context.newPage();
    await next.goto(app.url + team.board);
    // A browser lets go of a dead page's lock a moment later; then its work is taken over.
    await cardTitled(next, 'In review', 'Written into the dark').waitFor();
    await allSaved(next).waitFor();
    const other = await ben.open(team.board);
    await cardTitled(other.page, 'In review', 'Written into the dark').waitFor();
    expect(await titlesIn(other.page, 'In review')).toBe(1);
    await Promise.all([context.close(), other.context.close()]);
  });

  test('without a network one goes on; it arrives, in order, when the network is back', async () => {
    const [ada, other] = await Promise.all([team.owner.open(team.board), ben.open(team.board)]);
    await Promise.all([
      cardIn(ada.page, 'Todo', 'FER-2').waitFor(),
      cardIn(other.page, 'Todo', 'FER-2').waitFor(),
    ]);
    await allSaved(ada.page).waitFor();
    await ada.context.setOffline(true);
    await ada.page.getByRole('button', { name: /^Offline/ }).waitFor();
    await cardIn(ada.page, 'Todo', 'FER-2').focus();
    await ada.page.keyboard.press('s');
    await ada.page.getByPlaceholder('Change status').fill('done');
    await ada.page.keyboard.press('Enter');
    await cardIn(ada.page, 'Done', 'FER-2').waitFor();
    await write(ada.page, 'Done', ['First', 'Second']);
    await ada.page.getByRole('button', { name: 'Offline, 3 changes kept here' }).click();
    await ada.page.getByRole('dialog').getByText('No network.', { exact: false }).waitFor();
    expect(await ada.page.getByRole('region', { name: 'Not saved yet' }).getByRole('listitem').count()).toBe(
      3,
    );
    await ada.page.keyboard.press('Escape');
    await cardIn(other.page, 'Todo', 'FER-2').waitFor();

    await ada.context.setOffline(false);
    await cardIn(other.page, 'Done', 'FER-2').waitFor();
    for (const title of ['First', 'Second']) await cardTitled(other.page, 'Done', title).waitFor();
    await allSaved(ada.page).waitFor();
    expect(await titlesIn(other.page, 'Done')).toBe(3);
    await Promise.all([ada.context.close(), other.context.close()]);
  });

  test('the server goes away and comes back: open pages go on by themselves', async () => {
    const [ada, other] = await Promise.all([team.owner.open(team.board), ben.open(team.board)]);
    await Promise.all([
      cardIn(ada.page, 'Todo', 'FER-1').waitFor(),
      cardIn(other.page, 'Todo', 'FER-1').waitFor(),
    ]);
    await Promise.all([allSaved(ada.page).waitFor(), allSaved(other.page).waitFor()]);
    await app.stop();
    await ada.page.getByRole('button', { name: /^Reconnecting/ }).waitFor();
    await write(ada.page, 'In progress', ['While nobody listened']);
    await ada.page.keyboard.press('Escape');
    await ada.page.getByRole('button', { name: 'Reconnecting, 1 change kept here' }).waitFor();
    await app.startAgain();
    await cardTitled(other.page, 'In progress', 'While nobody listened').waitFor();
    await allSaved(ada.page).waitFor();
    await write(other.page, 'In progress', ['And an answer']);
    await cardTitled(ada.page, 'In progress', 'And an answer').waitFor();
    expect(await titlesIn(ada.page, 'In progress')).toBe(2);
    await Promise.all([ada.context.close(), other.context.close()]);
  });
});

/** How many changes the browser's own store holds for the next page. */
function keptHere(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const names = (await indexedDB.databases()).flatMap(({ name }) =>
      name?.startsWith('atrium:') ? [name] : [],
    );
    const database = await done(indexedDB.open(names[0] ?? ''));
    const count = await done(database.transaction('outbox').objectStore('outbox').count());
    database.close();
    return count;
  });
}
