import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltApp, CHROMIUM, startBuiltApp } from '../../testing/built-app.ts';

/** Answers for the server, which has tests of its own. */
async function answer(page: Page, replies: Record<string, [status: number, body: unknown]>): Promise<void> {
  await page.route('**/api/**', (route) => {
    const [status, body] = replies[new URL(route.request().url()).pathname] ?? [404, {}];
    return route.fulfill({ status, json: body });
  });
}

describe.skipIf(!CHROMIUM)('the way in', () => {
  let app: BuiltApp;
  beforeAll(async () => {
    app = await startBuiltApp();
  });
  afterAll(() => app?.close());

  it('says what is wrong, goes there, and keeps what was typed', async () => {
    const { page } = await app.open('/sign-in');
    await answer(page, { '/api/auth/sign-in/email': [401, {}] });
    await page.getByLabel('E-mail').fill('ada@acme');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This is not an e-mail address yet.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('email');

    await page.getByLabel('E-mail').fill('ada@acme.org');
    await page.getByText('This is not an e-mail address yet.').waitFor({ state: 'detached' });
    await page.getByLabel('Password', { exact: true }).fill('not this one');
    await page.keyboard.press('Enter');
    await page.getByText('This e-mail address and password do not belong together.').waitFor();
    expect(await page.getByLabel('E-mail').inputValue()).toBe('ada@acme.org');
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('not this one');
  });

  it('goes where it was asked to after signing in, but never to another site', async () => {
    for (const [next, path] of [
      ['/w/acme?peek=ATR-1', '/w/acme'],
      ['//evil.example', '/w/side'],
    ] as const) {
      const { page } = await app.open(`/sign-in?next=${encodeURIComponent(next)}`);
      await answer(page, {
        '/api/auth/sign-in/email': [200, {}],
        '/api/v1/auth/me': [200, { workspaces: [{ slug: 'side', tenantId: 't' }] }],
      });
      await page.getByLabel('E-mail').fill('ada@acme.org');
      await page.getByLabel('Password', { exact: true }).fill('correct horse');
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.pathname === path);
      expect(new URL(page.url()).origin).toBe(app.url);
    }
  });

  it('tells that an invitation is gone', async () => {
    const { page } = await app.open('/sign-in');
    await answer(page, {});
    await page.goto(`${app.url}/invite/used-up`);
    await page.getByRole('heading', { name: 'This invitation no longer works' }).waitFor();
  });

  it('binds an invited person to the address that the invitation is for', async () => {
    const { page } = await app.open('/sign-in');
    await answer(page, {
      '/api/v1/invitation-links/t0': [200, { workspaceName: 'Acme', role: 'agent', email: 'ada@acme.org' }],
      '/api/v1/auth/me': [401, {}],
    });
    await page.goto(`${app.url}/invite/t0`);
    await page.getByRole('heading', { name: 'Join Acme' }).waitFor();
    expect(await page.getByLabel('E-mail').isEditable()).toBe(false);
    expect(await page.getByLabel('E-mail').inputValue()).toBe('ada@acme.org');
  });
});
