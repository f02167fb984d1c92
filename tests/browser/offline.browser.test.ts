import { rm } from 'node:fs/promises';
import { setProjectStatuses, statusesOf } from '@atrium/model';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildWeb } from './built-web.ts';
import { allSaved, cardIn, cardTitled, column, dragTo, itemLink } from './screen-parts.ts';
import { type RunningApp, startApp } from './start-app.ts';
import { createTeam, PASSWORD, type Team, type TeamMember } from './team.ts';

const chromium = process.env.CHROMIUM_PATH;
const PATIENT = { timeout: 30_000 };

describe.skipIf(!chromium)('without a network', () => {
  let app: RunningApp;
  let team: Team;
  let ben: TeamMember;
  let second: string | undefined;
  beforeAll(async () => {
    app = await startApp();
    team = await createTeam(app);
    ben = await team.member('Ben Okafor');
    await team.items(['Paint the pier', 'Count the bicycles', 'Oil the gates']);
  });
  afterAll(async () => {
    await app?.close();
    if (second) await rm(second, { recursive: true, force: true });
  });

  const write = async (page: Page, status: string, title: string) => {
    await page.getByRole('button', { name: `Add to ${status}` }).click();
    await page.getByLabel(`New work item in ${status}`).fill(title);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await cardTitled(page, status, title).waitFor();
  };
  /** A board that has everything it needs to be opened again without a network. */
  const openBoard = async (member: TeamMember) => {
    const opened = await member.open(team.board);
    await cardTitled(opened.page, 'Todo', 'Oil the gates')
      .or(itemLink(opened.page, 'FER-3'))
      .first()
      .waitFor();
    await workerReady(opened.page);
    await allSaved(opened.page).waitFor();
    return opened;
  };

  test('the app opens on any address; work goes on, outlives a reload, and arrives once', async () => {
    const { page, context } = await openBoard(team.owner);
    await context.setOffline(true);
    await page.goto(`${app.url}${team.home}/i/FER-2`);
    await page.getByPlaceholder(/Comment/).fill('Eleven, and a tandem.');
    await page.keyboard.press('Control+Enter');
    await page
      .getByRole('article', { name: /Comment by/ })
      .getByText('Eleven, and a tandem.')
      .waitFor();
    await page.goto(app.url + team.board);
    await write(page, 'Backlog', 'Written in a tunnel');
    await dragTo(page, cardIn(page, 'Todo', 'FER-1'), column(page, 'In progress'));
    await cardIn(page, 'In progress', 'FER-1').waitFor();
    await page.getByRole('button', { name: 'Offline, 3 changes kept here' }).waitFor();

    await page.reload();
    await cardTitled(page, 'Backlog', 'Written in a tunnel').waitFor();
    await cardIn(page, 'In progress', 'FER-1').waitFor();
    await page.getByRole('button', { name: 'Offline, 3 changes kept here' }).waitFor();

    await context.setOffline(false);
    const other = await ben.open(team.board);
    await cardTitled(other.page, 'Backlog', 'Written in a tunnel').waitFor();
    await cardIn(other.page, 'In progress', 'FER-1').waitFor();
    await allSaved(page).waitFor();
    expect(await cardTitled(other.page, 'Backlog', 'Written in a tunnel').count()).toBe(1);
    await other.page.goto(`${app.url}${team.home}/i/FER-2`);
    await other.page.getByText('Eleven, and a tandem.').first().waitFor();
    expect(await other.page.getByRole('article', { name: /Comment by/ }).count()).toBe(1);
    await Promise.all([context.close(), other.context.close()]);
  });

  test('with no page open, the browser wakes the worker, which sends what waits', async () => {
    const { page, context } = await openBoard(team.owner);
    await context.setOffline(true);
    await page.getByRole('button', { name: /^Offline/ }).waitFor();
    await write(page, 'Backlog', 'Sent by the worker');
    await write(page, 'Backlog', 'And this one too');
    await page.getByRole('button', { name: 'Offline, 2 changes kept here' }).waitFor();
    const wake = await workerOf(context, page);
    await page.goto('about:blank');
    await context.setOffline(false);
    await wake();
    const titles = () => titlesOnServer(app, team);
    await expect
      .poll(titles, PATIENT)
      .toEqual(expect.arrayContaining(['Sent by the worker', 'And this one too']));
    expect((await titles()).filter((title) => title === 'Sent by the worker')).toHaveLength(1);

    await page.goto(app.url + team.board);
    await cardTitled(page, 'Backlog', 'Sent by the worker').waitFor();
    await allSaved(page).waitFor();
    expect(await cardTitled(page, 'Backlog', 'And this one too').count()).toBe(1);
    await context.close();
  });

  test('a session that ended hides no work, and sends it after the sign-in', async () => {
    const { page, context } = await openBoard(team.owner);
    await context.setOffline(true);
    await page.getByRole('button', { name: /^Offline/ }).waitFor();
    await write(page, 'Backlog', 'Before the sign-in');
    await context.clearCookies();
    await context.setOffline(false);
    await page.reload();
    await page.getByText('Sign in to send your change.', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Sign in to send 1 change' }).waitFor();
    expect(await page.getByRole('button', { name: /^Offline/ }).count()).toBe(0);
    await cardTitled(page, 'Backlog', 'Before the sign-in').waitFor();
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await allSaved(page).waitFor();
    expect((await titlesOnServer(app, team)).filter((title) => title === 'Before the sign-in')).toHaveLength(
      1,
    );
    await context.close();
  });

  test('signing out names what would be lost, can wait until it is sent, and leaves nothing here', async () => {
    const { page, context } = await openBoard(await team.member('Carla Rossi'));
    await context.setOffline(true);
    await page.getByRole('button', { name: /^Offline/ }).waitFor();
    await write(page, 'Backlog', 'Almost forgotten');
    await page.getByRole('button', { name: 'Carla Rossi' }).click();
    await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign out with unsent changes' });
    await dialog.getByText('“Almost forgotten”', { exact: false }).waitFor();
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export as a file' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.json$/);
    await dialog.getByRole('button', { name: 'Send, then sign out' }).click();
    await dialog.getByText('Waiting for the network', { exact: false }).waitFor();
    await context.setOffline(false);
    await page.waitForURL(/\/sign-in/);
    expect(await titlesOnServer(app, team)).toContain('Almost forgotten');
    expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);

    // The next person sees their own, and nothing of the one before.
    await page.getByLabel('E-mail').fill(ben.email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Ben Okafor' }).waitFor();
    await context.close();
  });

  test('a refused change says why, holds what builds on it, and goes on once it is edited', async () => {
    const { page, context } = await openBoard(ben);
    await context.setOffline(true);
    await page.getByRole('button', { name: /^Offline/ }).waitFor();
    await write(page, 'In review', 'Check the lights');
    await cardTitled(page, 'In review', 'Check the lights').click();
    await page.getByPlaceholder(/Comment/).fill('The left one is dark.');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: 'Offline, 2 changes kept here' }).waitFor();
    await withoutReview(app, team);
    await context.setOffline(false);

    await page.getByRole('button', { name: '1 change needs you' }).click();
    const needs = page.getByRole('region', { name: 'Needs you' });
    await needs.getByText('This project has no such status.').waitFor();
    await needs.getByRole('region', { name: 'Waits for it' }).getByText('The left one is dark.').waitFor();
    await needs.getByRole('button', { name: 'Drop' }).click();
    await needs.waitFor({ state: 'detached' });
    await page.getByLabel('Notices').getByRole('button', { name: 'Undo' }).click();
    await needs.getByRole('button', { name: 'Edit' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit the change' });
    await dialog.getByLabel('Title').fill('Check all lights');
    await dialog.getByRole('button', { name: /^Status/ }).click();
    await page.getByPlaceholder('Change status').fill('todo');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Send again' }).click();
    await page.keyboard.press('Escape');
    await allSaved(page).waitFor();
    await cardTitled(page, 'Todo', 'Check all lights').waitFor();
    expect(await titlesOnServer(app, team)).toContain('Check all lights');
    await context.close();
  });

  test('a new version is offered, taken as a whole, and never forced on another tab', async () => {
    const { page, context } = await openBoard(team.owner);
    const old = await versionOf(page);
    second = await buildWeb('the second version');
    await app.stop();
    await app.startAgain(second);
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    const offer = page.getByText('New version ready', { exact: true });
    await offer.waitFor();
    const other = await context.newPage();
    await other.goto(app.url + team.board);
    expect(await versionOf(other)).toBe(old);
    await allSaved(other).waitFor();

    await page.getByRole('button', { name: 'Reload', exact: true }).click();
    await expect.poll(() => versionOf(page).catch(() => old), PATIENT).not.toBe(old);
    await allSaved(page).waitFor();
    expect(await offer.count()).toBe(0);
    // A screen that the old tab has not opened yet, and that the server has no more.
    await other.getByRole('link', { name: 'Members' }).click();
    await other.getByRole('heading', { name: 'Members' }).or(other.getByText(ben.email)).first().waitFor();
    expect(await versionOf(other)).toBe(old);
    await other.close();
    // Nobody runs the old one any more: it goes as soon as somebody asks.
    const kept = () =>
      page.evaluate(async () => {
        navigator.serviceWorker.controller?.postMessage({ kind: 'tidy' });
        return caches.keys();
      });
    await expect.poll(kept, PATIENT).toEqual([`atrium.shell:${await versionOf(page)}`]);
    await context.close();
  });
});

/** The app's files are kept, and the worker stands before this page. */
async function workerReady(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done));
  });
}

/** Lets the browser's own event happen now: the worker is told that there is a network. */
async function workerOf(context: BrowserContext, page: Page): Promise<() => Promise<void>> {
  const devtools = await context.newCDPSession(page);
  const found = new Promise<{ registrationId: string }>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find(({ isDeleted }) => !isDeleted);
      if (own) resolve(own);
    });
  });
  await devtools.send('ServiceWorker.enable');
  const { registrationId } = await found;
  const origin = new URL(page.url()).origin;
  return async () => {
    const event = { origin, registrationId, tag: 'atrium.drain', lastChance: false };
    await devtools.send('ServiceWorker.dispatchSyncEvent', event);
  };
}

function versionOf(page: Page): Promise<string | null> {
  return page.locator('meta[name="atrium-version"]').getAttribute('content');
}

/** Takes a status out of the project, so that nothing can be created in it any more. */
async function withoutReview(app: RunningApp, team: Team): Promise<void> {
  const [project] = await app.server.services.engine.readRecords(team.tenantId, [team.project]);
  if (!project) throw new Error('The project is gone.');
  const statuses = statusesOf(project).filter(({ id }) => id !== 'in_review');
  const outcome = await team.send(setProjectStatuses(project, { statuses: [...statuses] }));
  expect(outcome.kind).toBe('committed');
}

async function titlesOnServer(app: RunningApp, team: Team): Promise<string[]> {
  const response = await fetch(`${app.url}/api/v1/records?type=work_item&limit=200`, {
    headers: { cookie: team.owner.cookie },
  });
  const { records } = (await response.json()) as { records: { fields: { title: string } }[] };
  return records.map(({ fields }) => fields.title);
}
