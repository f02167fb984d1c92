import { createComment } from '@atrium/model';
import { newId, type RecordId } from '@atrium/protocol';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { column, itemLink, peekPanel } from './screen-parts.ts';
import { type RunningApp, startApp } from './start-app.ts';
import { createTeam, type Team } from './team.ts';

const chromium = process.env.CHROMIUM_PATH;
const CARDS = 2_000;

describe.skipIf(!chromium)('every screen', () => {
  let app: RunningApp;
  let team: Team;
  let first: RecordId | undefined;
  beforeAll(async () => {
    app = await startApp();
    team = await createTeam(app);
    [first] = await team.items(['Paint the pier', 'Count the bicycles', 'Ring the bell']);
    await team.send(createComment(newId(), { subject: first ?? '', body: 'With **two** coats.' }));
  });
  afterAll(() => app?.close());

  test('has one heading, its landmarks, and a name for all that can be used; the focus is seen', async () => {
    const { page, context, problems } = await team.owner.open(team.home);
    for (const [path, ready] of [
      [team.home, 'Ferry website'],
      [team.board, 'Paint the pier'],
      [team.list, 'Paint the pier'],
      [`${team.home}/i/FER-1`, 'With two coats.'],
      [`${team.home}/members`, 'Ada Lindqvist'],
      [`${team.home}/import`, 'Import from GitHub'],
      [`${team.home}/p/FER/settings`, 'Statuses'],
    ] as const) {
      await page.goto(app.url + path);
      await page.locator('#main').getByText(ready).locator('visible=true').first().waitFor();
      expect({ path, headings: await page.locator('h1').count() }).toEqual({ path, headings: 1 });
      expect({ path, mains: await page.getByRole('main').count() }).toEqual({ path, mains: 1 });
      expect({ path, nameless: await nameless(page) }).toEqual({ path, nameless: [] });
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      expect({ path, ring: await hasFocusRing(page) }).toEqual({ path, ring: true });
    }
    expect(problems).toEqual([]);
    await context.close();
  });

  test('stands still while it opens', async () => {
    const { page, context } = await team.owner.open(team.home);
    await page.addInitScript(() => {
      const shifts = { sum: 0 };
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const { hadRecentInput, value } = entry as PerformanceEntry & {
            hadRecentInput: boolean;
            value: number;
          };
          if (!hadRecentInput) shifts.sum += value;
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    for (const path of [team.board, `${team.home}/i/FER-1`]) {
      await page.goto(app.url + path);
      await page
        .locator('#main')
        .getByText(/Paint the pier|With two coats/)
        .locator('visible=true')
        .first()
        .waitFor();
      await page.evaluate(() => document.fonts.ready);
      const sum = await page.evaluate(() => (window as unknown as { shifts: { sum: number } }).shifts.sum);
      expect({ path, shifted: sum > 0.1 ? sum : false }).toEqual({ path, shifted: false });
    }
    await context.close();
  });

  test('works on a phone: the board, an item as a page over it, the bar at the bottom', async () => {
    const { page, context, problems } = await team.owner.open(team.board, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
    });
    await itemLink(page, 'FER-1').waitFor();
    const bar = page.getByRole('navigation', { name: 'Main' });
    await bar.waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await itemLink(page, 'FER-1').tap();
    const panel = peekPanel(page, 'FER-1');
    await panel.getByText('With two coats.').waitFor();
    await expect.poll(async () => (await panel.boundingBox())?.width).toBe(390);
    await panel.getByRole('button', { name: /^Status: / }).tap();
    await page.getByRole('option', { name: /Done/ }).tap();
    await panel.getByRole('button', { name: 'Status: Done' }).waitFor();
    await panel.getByRole('button', { name: 'Close' }).tap();
    await panel.waitFor({ state: 'detached' });
    await bar.getByRole('link', { name: 'Members' }).tap();
    await page.getByText('Ada Lindqvist').locator('visible=true').first().waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  test(`stays light with ${CARDS} cards in one column, and finds any of them`, async () => {
    const titles = Array.from({ length: CARDS }, (_, index) => `Rivet number ${index}`);
    await team.items(titles, { status: 'in_progress' });
    const { page, context, problems } = await team.owner.open(team.board);
    await page.getByRole('region', { name: `In progress, ${CARDS} items` }).waitFor({ timeout: 60_000 });
    const cards = column(page, 'In progress').getByRole('link');
    await cards.first().waitFor();
    const before = await cards.first().getAttribute('aria-label');
    expect(await cards.count()).toBeLessThan(40);
    await cards.first().hover();
    await page.mouse.wheel(0, 20_000);
    await expect.poll(() => cards.first().getAttribute('aria-label')).not.toBe(before);
    expect(await cards.count()).toBeLessThan(40);
    await page.getByLabel('Find in titles').fill(`number ${CARDS - 1}`);
    await page
      .getByLabel('Shown')
      .getByText(/^1 of /)
      .waitFor();
    await cards.filter({ hasText: `Rivet number ${CARDS - 1}` }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Type what you want to do, or search').fill(`Rivet number ${CARDS - 2}`);
    await page.getByRole('option', { name: new RegExp(`Rivet number ${CARDS - 2}\\b`) }).waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });
});

/** Inputs, buttons and links that a screen reader could only call by their kind. */
function nameless(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const nameOf = (element: Element) =>
      element.getAttribute('aria-label') ||
      element.getAttribute('aria-labelledby') ||
      element.getAttribute('title') ||
      element.textContent?.trim() ||
      (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
        ? [...(element.labels ?? [])].map((label) => label.textContent?.trim()).join('')
        : '') ||
      element.querySelector('[aria-label], svg title')?.getAttribute('aria-label');
    return [...document.querySelectorAll('input, textarea, select, button, a[href]')]
      .filter((element) => element.closest('[aria-hidden=true]') === null && !nameOf(element))
      .map((element) => element.outerHTML.slice(0, 120));
  });
}

function hasFocusRing(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(activeElement);
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
  });
}
