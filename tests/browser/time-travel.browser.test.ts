import { setTimeout as pause } from 'node:timers/promises';
import { createComment, moveWorkItem } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cardIn, itemLink, peekPanel } from './screen-parts.ts';
import { type RunningApp, startApp } from './start-app.ts';
import { createTeam, type Team } from './team.ts';

const chromium = process.env.CHROMIUM_PATH;

describe.skipIf(!chromium)('a project as it was', () => {
  let app: RunningApp;
  let team: Team;
  let first: string;
  let beforeAnyMove: string;
  beforeAll(async () => {
    app = await startApp();
    team = await createTeam(app);
    [first = ''] = await team.items(['Paint the pier', 'Count the bicycles']);
    // Two events may share a millisecond; the past is told apart by it.
    await pause(5);
    beforeAnyMove = new Date().toISOString();
    await pause(5);
    const moved = await team.send(moveWorkItem({ id: first, version: 1 }, { status: 'in_progress' }));
    expect(moved.kind).toBe('committed');
    await team.send(createComment(newId(), { subject: first, body: 'It is wet.' }));
  });
  afterAll(() => app?.close());

  test('the board shows where cards stood, changes nothing, and leads back to now', async () => {
    const { page, problems, context } = await team.owner.open(`${team.board}?at=${beforeAnyMove}`);
    await cardIn(page, 'Todo', 'FER-1').waitFor();
    await page.getByText('As it was').waitFor();
    expect(await page.getByRole('button', { name: 'New work item' }).count()).toBe(0);
    await page.keyboard.press('.');
    await cardIn(page, 'In progress', 'FER-1').waitFor();
    await page.keyboard.press(',');
    await cardIn(page, 'Todo', 'FER-1').waitFor();
    await page.keyboard.press('Escape');
    await cardIn(page, 'In progress', 'FER-1').waitFor();
    expect(new URL(page.url()).searchParams.get('at')).toBeNull();
    await page.getByRole('button', { name: 'New work item' }).first().waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  test('the line leads to any time; before the first item there is none', async () => {
    const { page, problems, context } = await team.owner.open(team.list);
    await itemLink(page, 'FER-1').waitFor();
    await page.keyboard.press('t');
    const line = page.getByRole('slider', { name: 'Time' });
    await line.waitFor();
    await line.press('Home');
    await page.getByText('No work items yet').waitFor();
    await line.press('End');
    await itemLink(page, 'FER-2').waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  test('an item that is looked at is as it was, with what was said by then', async () => {
    const { page, problems, context } = await team.owner.open(`${team.board}?at=${beforeAnyMove}&peek=FER-1`);
    const panel = peekPanel(page, 'FER-1');
    await panel.getByText('Paint the pier').first().waitFor();
    await panel.getByText('Todo').first().waitFor();
    await panel.getByText('You may read this, but not change it.').waitFor();
    expect(await panel.getByText('It is wet.').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.goto(`${app.url}${team.board}?peek=FER-1`);
    await peekPanel(page, 'FER-1').getByText('It is wet.').waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });
});
