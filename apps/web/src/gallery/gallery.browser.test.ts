import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltApp, CHROMIUM, startBuiltApp } from '../testing/built-app.ts';

const focusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');
const palette = (page: Page) => page.getByRole('dialog', { name: 'Command palette' });

describe.skipIf(!CHROMIUM)('the design system in a browser', () => {
  let app: BuiltApp;
  beforeAll(async () => {
    app = await startBuiltApp();
  });
  afterAll(() => app?.close());

  it('gives every control a name, and breaks no content security policy', async () => {
    const { page, problems } = await app.open('/gallery');
    await page.getByRole('heading', { name: 'Gallery' }).waitFor();
    const tree = await page.locator('body').ariaSnapshot();
    const nameless = tree
      .split('\n')
      .filter((line) =>
        /- (button|link|textbox|checkbox|switch|slider|combobox|tab)(?=[\s:]|$)(?! ")/.test(line),
      );
    expect(nameless).toEqual([]);
    expect(tree).toContain('button "Create work item"');
    expect(problems).toEqual([]);
  });

  it('picks by typing, gives the focus back, and picks by shortcut', async () => {
    const { page } = await app.open('/gallery');
    const trigger = page.locator('[data-gallery=status]');
    await trigger.click();
    await page.keyboard.type('rea');
    await page.keyboard.press('Enter');
    await trigger.filter({ hasText: 'Ready' }).waitFor();
    await expect.poll(() => focusedText(page)).toBe('Ready');

    await page.keyboard.press('Enter');
    await page.getByPlaceholder('Change status').waitFor();
    await page.keyboard.press('4');
    await trigger.filter({ hasText: 'Done' }).waitFor();
  });

  it('keeps a multiple picker open until Escape', async () => {
    const { page } = await app.open('/gallery');
    const trigger = page.locator('[data-gallery=people]');
    await trigger.click();
    await page.keyboard.type('grace');
    await page.keyboard.press('Enter');
    await trigger.filter({ hasText: '3 people' }).waitFor();
    expect(await page.getByPlaceholder('Assign to').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByPlaceholder('Assign to').waitFor({ state: 'detached' });
  });

  it('walks the calendar by keys', async () => {
    const { page } = await app.open('/gallery');
    await page.getByRole('button', { name: '2026-11-20' }).click();
    await page.getByRole('button', { name: 'Friday 20 November 2026' }).waitFor();
    await page.keyboard.press('PageDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '2026-12-21' }).waitFor();
  });

  it('puts the focus of a question on the answer that keeps things', async () => {
    const { page } = await app.open('/gallery');
    await page.getByRole('button', { name: 'Dialog' }).click();
    await page.getByRole('dialog').waitFor();
    await expect.poll(() => focusedText(page)).toBe('Keep them');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => focusedText(page)).toBe('Dialog');
  });

  it('offers shortcuts in the palette, filters them and runs the chosen one', async () => {
    const { page } = await app.open('/gallery/shell');
    await page.getByText('ATR-12', { exact: true }).waitFor();
    await page.keyboard.press('Control+k');
    await palette(page).waitFor();
    await page.keyboard.type('hide side');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Show sidebar' }).waitFor();
    await page.keyboard.press('[');
    await page.getByRole('button', { name: 'Hide sidebar' }).waitFor();
  });

  it('leaves plain keys to a field and lists the shortcuts on `?`', async () => {
    const { page } = await app.open('/gallery/shell');
    await page.getByText('ATR-12', { exact: true }).waitFor();
    await page.keyboard.press('/');
    await palette(page).waitFor();
    await page.keyboard.type('?[');
    expect(await palette(page).getByRole('combobox').inputValue()).toBe('?[');
    await page.keyboard.press('Escape');
    await palette(page).waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Go to the board').waitFor();
  });

  it('closes the peek panel with Escape, after menus have had theirs', async () => {
    const { page } = await app.open('/gallery/shell');
    await page.getByText('ATR-3', { exact: true }).click();
    const panel = page.getByRole('complementary');
    await panel.waitFor();
    await page.keyboard.press('Control+k');
    await palette(page).waitFor();
    await page.keyboard.press('Escape');
    await palette(page).waitFor({ state: 'detached' });
    expect(await panel.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
  });

  it('resizes the panel by keys and remembers the width', async () => {
    const { page } = await app.open('/gallery/shell');
    await page.getByText('ATR-3', { exact: true }).click();
    const handle = page.getByRole('slider', { name: 'Panel width' });
    await handle.focus();
    await page.keyboard.press('ArrowLeft');
    const width = await handle.getAttribute('aria-valuenow');
    expect(width).toBe('544');
    await page.reload();
    await page.getByText('ATR-3', { exact: true }).click();
    expect(await handle.getAttribute('aria-valuenow')).toBe(width);
  });

  it('has its theme before the first paint, and keeps the choice', async () => {
    const { page } = await app.open('/gallery', { colorScheme: 'dark' });
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    expect(await theme()).toBe('dark');
    const dark = await ground();
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.getByRole('button', { name: 'Light' }).click();
    expect(await theme()).toBe('light');
    expect(await ground()).not.toBe(dark);
    await page.reload({ waitUntil: 'commit' });
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'light');
  });

  it.each(['/', '/sign-in', '/gallery', '/gallery/shell'])('fits %s on a phone', async (path) => {
    const { page } = await app.open(path, { viewport: { width: 390, height: 844 } });
    await page.getByRole('main').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  it('moves without motion where motion is not wanted', async () => {
    const { page } = await app.open('/gallery', { reducedMotion: 'reduce' });
    const seconds = await page
      .getByRole('button', { name: 'Ghost' })
      .evaluate((element) => Number.parseFloat(getComputedStyle(element).transitionDuration));
    expect(seconds).toBeLessThan(0.001);
  });
});
