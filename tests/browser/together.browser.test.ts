import { setPersonRole } from '@atrium/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allSaved, cardIn, column, dragTo, itemLink, peekPanel, toast } from './screen-parts.ts';
import { type RunningApp, startApp } from './start-app.ts';
import { createTeam, type Team, type TeamMember } from './team.ts';

const chromium = process.env.CHROMIUM_PATH;

describe.skipIf(!chromium)('people who work at the same time', () => {
  let app: RunningApp;
  let team: Team;
  let ben: TeamMember;
  beforeAll(async () => {
    app = await startApp();
    team = await createTeam(app);
    ben = await team.member('Ben Okafor');
    await team.items(['Paint the pier', 'Count the bicycles', 'Ring the bell']);
  });
  afterAll(() => app?.close());

  test('a card that one drags is seen in the hand, then in its column, by the other', async () => {
    const [ada, other] = await Promise.all([team.owner.open(team.board), ben.open(team.board)]);
    await Promise.all([
      cardIn(ada.page, 'Todo', 'FER-1').waitFor(),
      cardIn(other.page, 'Todo', 'FER-1').waitFor(),
    ]);
    await ada.page.getByRole('list', { name: 'Also here' }).getByLabel('Ben Okafor').waitFor();
    await other.page.getByRole('list', { name: 'Also here' }).getByLabel('Ada Lindqvist').waitFor();

    await dragTo(ada.page, cardIn(ada.page, 'Todo', 'FER-1'), column(ada.page, 'In progress'), {
      drop: false,
    });
    await itemLink(other.page, 'FER-1').getByText('Ada Lindqvist is moving this').waitFor();
    await ada.page.mouse.up();
    await cardIn(ada.page, 'In progress', 'FER-1').waitFor();
    await cardIn(other.page, 'In progress', 'FER-1').waitFor();
    await other.page.getByText('is moving this').first().waitFor({ state: 'detached' });
    expect([...ada.problems, ...other.problems]).toEqual([]);
    await Promise.all([ada.context.close(), other.context.close()]);
  });

  test('a comment appears at the other without a reload, after the sign that someone writes it', async () => {
    const address = `${team.home}/i/FER-2`;
    const [ada, other] = await Promise.all([team.owner.open(address), ben.open(`${team.board}?peek=FER-2`)]);
    const composer = peekPanel(other.page, 'FER-2').getByLabel('Write a comment');
    await composer.waitFor();
    await ada.page
      .getByRole('banner')
      .or(ada.page.locator('header'))
      .getByLabel('Ben Okafor')
      .first()
      .waitFor();
    await peekPanel(other.page, 'FER-2').getByLabel('Ada Lindqvist').first().waitFor();
    await composer.pressSequentially('There are **twelve**.');
    await ada.page.getByText('Ben is writing…').waitFor();
    await other.page.keyboard.press('Control+Enter');
    const comment = ada.page.getByRole('article', { name: 'Comment by Ben Okafor' });
    await comment.getByText('There are twelve.').waitFor();
    expect(await comment.locator('strong').textContent()).toBe('twelve');
    expect([...ada.problems, ...other.problems]).toEqual([]);
    await Promise.all([ada.context.close(), other.context.close()]);
  });

  test('whoever may only read is offered no change, and nothing moves under the hand', async () => {
    const guest = await team.member('Gil Guest', 'readOnly');
    const { page, context, problems } = await guest.open(team.board);
    const card = cardIn(page, 'Todo', 'FER-2');
    await card.waitFor();
    await page.getByText('Read only').waitFor();
    expect(await page.getByRole('button', { name: /^New work item/ }).count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Add/ }).filter({ hasNotText: 'Filter' }).count()).toBe(0);
    await dragTo(page, card, column(page, 'Done'));
    await card.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await page.keyboard.press('c');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await cardIn(page, 'Todo', 'FER-2').waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  test('a change that is refused goes back, and a toast says why', async () => {
    const cleo = await team.member('Cleo Marin');
    const { page, context } = await cleo.open(team.board);
    await cardIn(page, 'Todo', 'FER-3').waitFor();
    await allSaved(page).waitFor();
    // Nobody tells her browser: it is without a network while her role changes.
    await context.setOffline(true);
    await page.getByRole('button', { name: /Offline/ }).waitFor();
    await cardIn(page, 'Todo', 'FER-3').focus();
    await page.keyboard.press('s');
    await page.getByPlaceholder('Change status').fill('Done');
    await page.keyboard.press('Enter');
    await cardIn(page, 'Done', 'FER-3').waitFor();
    const outcome = await team.send(setPersonRole({ id: cleo.personId, version: 1 }, { role: 'readOnly' }));
    expect(outcome.kind).toBe('committed');
    await context.setOffline(false);
    await cardIn(page, 'Todo', 'FER-3').waitFor();
    await toast(page, 'Your role does not allow this.').waitFor();
    await context.close();
  });

  test('of two titles written at once the later one is kept beside the earlier, until one is chosen', async () => {
    const address = `${team.home}/i/FER-3`;
    const [ada, other] = await Promise.all([team.owner.open(address), ben.open(address)]);
    const title = (page: typeof ada.page) => page.getByLabel('Title');
    await Promise.all([title(ada.page).waitFor(), title(other.page).waitFor()]);
    await Promise.all([allSaved(ada.page).waitFor(), allSaved(other.page).waitFor()]);
    await other.context.setOffline(true);
    await other.page.getByRole('button', { name: /Offline/ }).waitFor();
    await title(other.page).fill('Ring the bell twice');
    await other.page.keyboard.press('Enter');
    await title(ada.page).fill('Ring the old bell');
    await ada.page.keyboard.press('Enter');
    await allSaved(ada.page).waitFor();
    await other.context.setOffline(false);
    const note = other.page.getByRole('region', { name: 'Changed at the same time' });
    await note.getByText('Ring the bell twice').waitFor();
    await note.getByText('Ring the old bell').waitFor();
    expect(await title(ada.page).inputValue()).toBe('Ring the old bell');
    await note.getByRole('button', { name: 'Keep mine' }).click();
    await expect.poll(() => title(ada.page).inputValue()).toBe('Ring the bell twice');
    await note.waitFor({ state: 'detached' });
    await Promise.all([ada.context.close(), other.context.close()]);
  });
});
