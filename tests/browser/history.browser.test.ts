import { readFile } from 'node:fs/promises';
import { deleteWorkItem, moveWorkItem, updateWorkItem } from '@atrium/model';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toast } from './screen-parts.ts';
import { type RunningApp, startApp } from './start-app.ts';
import { createTeam, type Team } from './team.ts';

const chromium = process.env.CHROMIUM_PATH;

describe.skipIf(!chromium)('what was', () => {
  let app: RunningApp;
  let team: Team;
  let pier: string;
  beforeAll(async () => {
    app = await startApp();
    team = await createTeam(app);
    const [first = '', second = ''] = await team.items(['Paint the pier', 'Count the bicycles']);
    pier = first;
    await team.send(moveWorkItem({ id: pier, version: 1 }, { status: 'in_progress' }));
    await team.send(updateWorkItem({ id: pier, version: 2 }, { set: { priority: 'urgent' } }));
    await team.send(updateWorkItem({ id: pier, version: 3 }, { set: { priority: 'low' } }));
    await team.send(deleteWorkItem({ id: second, version: 1 }));
  });
  afterAll(() => app?.close());

  const history = () => `${team.home}/i/FER-1/history`;

  test('every change stands with its values; what it is narrowed to stands in the address', async () => {
    const { page, problems, context } = await team.owner.open(history());
    await version(page, 4).getByText('Urgent').waitFor();
    await version(page, 2).getByText('In progress').waitFor();
    await page.getByRole('button', { name: 'Field: any' }).click();
    await page.getByRole('combobox', { name: 'Field' }).fill('Status');
    await page.keyboard.press('Enter');
    await expect.poll(() => entries(page).count()).toBe(2);
    expect(new URL(page.url()).searchParams.get('field')).toBe('status');
    await page.goto(`${app.url}${history()}?field=priority&person=${team.owner.personId}`);
    await version(page, 3).waitFor();
    expect(await version(page, 2).count()).toBe(0);
    await page.getByRole('button', { name: 'Show all changes' }).click();
    await version(page, 2).waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  test('a field goes back to what it was, live, and forth again', async () => {
    const { page, problems, context } = await team.owner.open(history());
    await version(page, 4).hover();
    await version(page, 4).getByRole('button', { name: 'Put back priority' }).click();
    const preview = page.getByRole('dialog', { name: 'Put back priority' });
    await preview.getByText('Urgent').waitFor();
    await preview.getByRole('button', { name: 'Restore' }).click();
    await version(page, 5).getByText('put back').waitFor();
    await page.getByLabel('Notices').getByRole('button', { name: 'Undo' }).click();
    await version(page, 6).getByText('Low').waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  test('two versions are compared from the keyboard, and the older one comes back', async () => {
    const { page, problems, context } = await team.owner.open(`${history()}?field=priority`);
    await version(page, 3).waitFor();
    await version(page, 3).focus();
    await page.keyboard.press('v');
    await page.getByRole('dialog', { name: 'Version 3' }).getByText('In progress').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('main').focus();
    // The newest of them, and the one at which the priority became urgent.
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('choose another version to compare').waitFor();
    await version(page, 3).focus();
    await page.keyboard.press('x');
    const compared = page.getByRole('dialog', { name: /^Version 3 and version \d+$/ });
    await compared.getByRole('region', { name: 'Priority' }).getByText('Urgent').waitFor();
    expect(new URL(page.url()).searchParams.get('compare')).toMatch(/-3$/);
    await compared.getByRole('button', { name: 'Restore version 3…' }).click();
    const preview = page.getByRole('dialog', { name: 'Restore version 3' });
    await preview.getByText('Urgent').waitFor();
    await preview.getByRole('button', { name: 'Restore' }).click();
    await toast(page, 'Version 3 is restored').waitFor();
    await entries(page).first().getByText('put back').waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  test('what was deleted comes back, and goes again when that is undone', async () => {
    const { page, problems, context } = await team.owner.open(`${team.home}/p/FER/history?show=deleted`);
    const deleted = page.getByRole('list', { name: 'Recently deleted' });
    await deleted.getByRole('button', { name: 'Restore Count the bicycles' }).click();
    const preview = page.getByRole('dialog', { name: /^Restore/ });
    await preview.getByText('comes back').waitFor();
    await preview.getByRole('button', { name: 'Restore' }).click();
    await page.getByText('Nothing is deleted').waitFor();
    await page.getByLabel('Notices').getByRole('button', { name: 'Undo' }).click();
    await deleted.getByText('Count the bicycles').waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  test('an export holds what the screen shows', async () => {
    const { page, problems, context } = await team.owner.open(history());
    const told = await page.getByText(/^\d+ changes of \d+ fields/).innerText();
    await page.getByRole('button', { name: 'Export' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Export as CSV' }).click();
    const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\r\n').slice(1);
    // The last columns: position, record.
    const positions = new Set(lines.map((line) => line.split(',').at(-2)));
    expect(told).toContain(`${positions.size} changes of ${lines.length} fields`);
    expect(await entries(page).count()).toBe(positions.size);
    expect(problems).toEqual([]);
    await context.close();
  });

  test('an admin verifies the chain; who only reads sees that it held, and restores nothing', async () => {
    const { page, problems, context } = await team.owner.open(`${team.home}/history`);
    const card = page.getByRole('region', { name: 'Verification' });
    await card.getByRole('button', { name: 'Verify now' }).click();
    await card.getByText(/^History is whole: \d+ changes verified$/).waitFor();
    expect(problems).toEqual([]);
    await context.close();
    const reader = await team.member('Rio Reader', 'readOnly');
    const other = await reader.open(`${team.home}/history?field=priority`);
    await other.page.getByText(/^History is whole/).waitFor();
    await entries(other.page).first().waitFor();
    expect(await other.page.getByRole('button', { name: 'Verify now' }).count()).toBe(0);
    expect(await other.page.getByRole('button', { name: 'Put back priority' }).count()).toBe(0);
    expect(other.problems).toEqual([]);
    await other.context.close();
  });
});

function entries(page: Page): Locator {
  return page.locator('#main [data-entry]');
}

function version(page: Page, number: number): Locator {
  return entries(page).filter({ hasText: new RegExp(`Version ${number},`) });
}
