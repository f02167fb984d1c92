import type { Locator, Page } from 'playwright-core';

/** A card of the board or a row's link in the list, by its key. */
export function itemLink(page: Page, key: string): Locator {
  return page.locator('#main').getByRole('link', { name: new RegExp(`^${key} `) });
}

export function column(page: Page, status: string): Locator {
  return page.getByRole('region', { name: new RegExp(`^${status}, \\d+ items$`) });
}

/** A card inside one column. */
export function cardIn(page: Page, status: string, key: string): Locator {
  return column(page, status).getByRole('link', { name: new RegExp(`^${key} `) });
}

/** By its title: before and after the server has numbered it. */
export function cardTitled(page: Page, status: string, title: string): Locator {
  return column(page, status).getByRole('link').filter({ hasText: title });
}

export function peekPanel(page: Page, key: string): Locator {
  return page.getByLabel(`Work item ${key}`);
}

export function toast(page: Page, text: string | RegExp): Locator {
  return page.getByLabel('Notices').getByText(text);
}

/** The pill says that nothing is unsent. */
export function allSaved(page: Page): Locator {
  return page.getByRole('button', { name: 'Connected, everything is saved' });
}

/** Drags with the mouse as a hand does: down, a little way, there, up. */
export async function dragTo(page: Page, from: Locator, to: Locator, { drop = true } = {}): Promise<void> {
  // A page behind another gets no animation frames, on which dragging lives.
  await page.bringToFront();
  const [start, end] = [await boxOf(from), await boxOf(to)];
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + start.width / 2 + 12, start.y + start.height / 2 + 6, { steps: 3 });
  await page.mouse.move(end.x + end.width / 2, end.y + Math.min(end.height / 2, 120), { steps: 8 });
  if (drop) await page.mouse.up();
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`Nothing to be seen of ${locator}`);
  return box;
}
