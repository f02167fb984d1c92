import { createLabel, deleteWorkItem, updateWorkItem } from '@atrium/model';
import { newId } from '@atrium/protocol';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allSaved, toast } from './screen-parts.ts';
import { type OpenPage, type RunningApp, startApp } from './start-app.ts';
import { createTeam, type Team, type TeamMember } from './team.ts';

const chromium = process.env.CHROMIUM_PATH;

describe.skipIf(!chromium)('two who change the same, one of them without a network', () => {
  let app: RunningApp;
  let team: Team;
  let ben: TeamMember;
  beforeAll(async () => {
    app = await startApp();
    team = await createTeam(app);
    ben = await team.member('Ben Okafor');
    for (const name of ['Harbour', 'Urgent'])
      await team.send(createLabel(newId(), { project: team.project, name }));
  });
  afterAll(() => app?.close());

  const title = (page: Page) => page.getByLabel('Title', { exact: true });
  const dialog = (page: Page) => page.getByRole('dialog', { name: /of yours/ });
  const note = (page: Page) => page.getByRole('region', { name: 'Changed at the same time' });
  const choose = (scope: Locator, field: string, choice: RegExp) =>
    scope.getByRole('group', { name: field, exact: true }).getByRole('radio', { name: choice }).check();

  async function pick(page: Page, property: string, what: string): Promise<void> {
    await page.getByLabel('Properties').getByRole('button', { name: property }).click();
    await page.keyboard.type(what);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
  }
  async function rename(page: Page, text: string): Promise<void> {
    await title(page).fill(text);
    await title(page).press('Enter');
  }
  async function describeAs(page: Page, text: string): Promise<void> {
    await page.keyboard.press('e');
    await page.getByRole('textbox', { name: 'Description' }).fill(text);
    await page.keyboard.press('Control+Enter');
    await page.getByText(text, { exact: true }).first().waitFor();
  }

  /** An item that Ben has open without a network, while the owner goes on. */
  async function apart(more: Parameters<Team['items']>[1] = {}): Promise<{ id: string; other: OpenPage }> {
    const [id = ''] = await team.items(['Paint the pier'], more);
    const other = await ben.open(`${team.home}/i/${id}`);
    await title(other.page).waitFor();
    await allSaved(other.page).waitFor();
    await other.page.getByText('created it').waitFor();
    await other.context.setOffline(true);
    await other.page.getByRole('button', { name: /^Offline/ }).waitFor();
    return { id, other };
  }
  const byOwner = async (id: string, set: NonNullable<Parameters<typeof updateWorkItem>[1]>['set']) => {
    const outcome = await team.send(updateWorkItem({ id, version: 1 }, { set }));
    expect(outcome.kind).toBe('committed');
  };

  test('title, description, labels and status: each is settled its own way, and what is given up stays to be found', async () => {
    const description = 'The ferry leaves at nine.';
    const { id, other } = await apart({ description });
    const { page } = other;
    await rename(page, 'Paint the pier blue');
    await describeAs(page, 'The old ferry leaves at nine.');
    await pick(page, 'Labels', 'Harbour');
    await pick(page, 'Status', 'In review');
    await byOwner(id, { title: 'Tar the boats', description: 'The ferry leaves at ten.', status: 'done' });
    await other.context.setOffline(false);

    await note(page).getByText('Ada Lindqvist changed the title, description and status').waitFor();
    // The note tells it: a notice would say it twice.
    expect(
      await page
        .getByLabel('Notices')
        .getByText(/of yours met|Someone else changed/)
        .count(),
    ).toBe(0);
    await note(page).getByRole('button', { name: 'Compare and merge…' }).click();
    const open = dialog(page);
    await open.getByText('Fits together').waitFor();
    expect(await open.getByRole('button', { name: /^Settle/ }).isEnabled()).toBe(false);

    // Closing it loses nothing, not even what was chosen so far.
    await choose(open, 'Title', /^Keep theirs/);
    await page.keyboard.press('Escape');
    await open.waitFor({ state: 'detached' });
    await page.reload();
    await note(page).getByRole('button', { name: 'Compare and merge…' }).click();
    const theirs = open
      .getByRole('group', { name: 'Title', exact: true })
      .getByRole('radio', { name: /^Keep theirs/ });
    expect(await theirs.isChecked()).toBe(true);
    expect(await open.getByLabel('Merged text').inputValue()).toBe('The old ferry leaves at ten.');
    await choose(open, 'Status', /^Keep mine/);
    await open.getByRole('button', { name: /^Settle/ }).click();
    await allSaved(page).waitFor();
    await note(page).waitFor({ state: 'detached' });

    const ada = await team.owner.open(`${team.home}/i/${id}`);
    for (const each of [page, ada.page]) {
      await expect.poll(() => title(each).inputValue()).toBe('Tar the boats');
      await each.getByText('The old ferry leaves at ten.').first().waitFor();
      await each.getByRole('button', { name: 'Status: In review' }).first().waitFor();
      await each.getByRole('button', { name: 'Labels: Harbour' }).waitFor();
      await each.getByText('kept what others wrote and gave up').waitFor();
      await each.getByText('Paint the pier blue').waitFor();
    }
    await ada.page.getByRole('button', { name: 'Restore this title' }).click();
    await expect.poll(() => title(page).inputValue()).toBe('Paint the pier blue');
    expect(ada.problems).toEqual([]);
    await Promise.all([ada.context.close(), other.context.close()]);
  });

  test('passages that both wrote are picked or written; the result is what both then read', async () => {
    const { id, other } = await apart({ description: 'The ferry leaves at nine.\nBring a coat.' });
    const { page } = other;
    await page.keyboard.press('e');
    await page
      .getByRole('textbox', { name: 'Description' })
      .fill('The ferry leaves at noon.\nBring a coat.\nAnd rope.');
    await page.keyboard.press('Control+Enter');
    await byOwner(id, { description: 'The ferry leaves at ten.\nBring a coat.' });
    await other.context.setOffline(false);
    await note(page).getByRole('button', { name: 'Compare and merge…' }).click();
    await choose(dialog(page), 'Description', /^Merge/);
    await dialog(page).getByText('One passage was changed by both.').waitFor();
    await dialog(page)
      .getByRole('group', { name: 'Passage 1' })
      .getByRole('button', { name: 'Theirs' })
      .click();
    const text = dialog(page).getByLabel('Merged text');
    expect(await text.inputValue()).toBe('The ferry leaves at ten.\nBring a coat.\nAnd rope.');
    await text.fill('The ferry leaves at ten sharp.\nBring a coat.\nAnd rope.');
    await dialog(page).getByRole('region', { name: 'What your text changes' }).getByText('sharp').waitFor();
    await page.keyboard.press('Control+Enter');
    await dialog(page).waitFor({ state: 'detached' });
    await page.getByText('The ferry leaves at ten sharp.').first().waitFor();
    await page.getByText('merged with what others wrote').waitFor();
    await other.context.close();
  });

  test('after long work apart all that met is one list, settled by keyboard alone: for all, per record, per field', async () => {
    const ids = await team.items(Array.from({ length: 14 }, (_, index) => `Task ${index + 1}`));
    const other = await ben.open(team.list);
    const { page } = other;
    await page.getByText('Task 14', { exact: true }).waitFor();
    await allSaved(page).waitFor();
    await other.context.setOffline(true);
    await page.getByRole('button', { name: /^Offline/ }).waitFor();
    // All at once, as in a bulk change.
    for (const { fields } of await app.server.services.engine.readRecords(team.tenantId, ids))
      await page.getByRole('checkbox', { name: `Select FER-${fields.number}`, exact: true }).check();
    const selection = page.getByRole('region', { name: 'Selection' });
    await selection.getByText('14 selected').waitFor();
    await selection.getByRole('button', { name: 'Change priority' }).click();
    await page.getByPlaceholder('Change priority').fill('High');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Offline, 14 changes/ }).waitFor();
    for (const id of ids) await byOwner(id, { priority: 'low' });
    await other.context.setOffline(false);
    await toast(page, '14 changes of yours met changes of others. They are kept.').waitFor();
    await page.getByRole('button', { name: 'Look' }).press('Enter');
    const open = dialog(page);
    await open.getByText('14 changes of yours met changes of others').waitFor();
    const rows = open.getByRole('tab');
    expect(await rows.count()).toBe(14);

    await open
      .getByRole('group', { name: 'For all records' })
      .getByRole('button', { name: 'Keep theirs' })
      .press('Enter');
    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    await open.getByRole('radio', { name: /^Keep theirs/ }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await open.getByRole('radio', { name: /^Keep mine/ }).isChecked()).toBe(true);
    await page.keyboard.press('Control+Enter');
    await toast(page, '14 changes settled').waitFor();
    await allSaved(page).waitFor();
    const records = await app.server.services.engine.readRecords(team.tenantId, ids);
    const priorities = records.map(({ fields }) => fields.priority);
    expect(priorities.filter((priority) => priority === 'low')).toHaveLength(13);
    expect(priorities.filter((priority) => priority === 'high')).toHaveLength(1);
    await other.context.close();
  });

  test('what was deleted meanwhile says so, and its words can be saved as a new item', async () => {
    const { id, other } = await apart();
    const { page } = other;
    await rename(page, 'Words that must not be lost');
    await team.send(deleteWorkItem({ id, version: 1 }));
    await other.context.setOffline(false);
    await page.getByText('was deleted', { exact: false }).first().waitFor();
    await note(page).getByRole('button', { name: 'Look at it…' }).click();
    await dialog(page).getByText('This was deleted meanwhile.').waitFor();
    await dialog(page).getByText('Words that must not be lost').last().waitFor();
    await dialog(page).getByRole('button', { name: 'Save as new item' }).click();
    await allSaved(page).waitFor();
    await page.goto(app.url + team.list);
    await page.getByText('Words that must not be lost').waitFor();
    await other.context.close();
  });

  test('whoever comes back reads what others changed, and gives a field back what it had', async () => {
    const [id = ''] = await team.items(['Ring the bell']);
    const other = await ben.open(`${team.home}/i/${id}`);
    const { page } = other;
    await title(page).waitFor();
    await page.getByText('created it').waitFor();
    await page.goto(app.url + team.board);
    await byOwner(id, { title: 'Ring the old bell', priority: 'urgent' });
    await page.goto(`${app.url}${team.home}/i/${id}`);
    const strip = page.getByRole('region', { name: 'While you were away' });
    await strip
      .getByRole('button', { name: /^2 changes by Ada Lindqvist since you were here/ })
      .press('Enter');
    await page.getByRole('separator', { name: /^New/ }).waitFor();
    await strip.getByRole('button', { name: 'Restore priority' }).click();
    await page.getByRole('button', { name: 'Priority: No priority' }).waitFor();
    expect(await title(page).inputValue()).toBe('Ring the old bell');
    await allSaved(page).waitFor();
    await page.reload();
    await title(page).waitFor();
    await page.getByText('created it').waitFor();
    expect(await strip.count()).toBe(0);
    await other.context.close();
  });
});
