import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningApp, startApp } from './start-app.ts';

const chromium = process.env.CHROMIUM_PATH;

let app: RunningApp;
beforeAll(async () => {
  if (chromium) app = await startApp();
});
afterAll(() => app?.close());

test.skipIf(!chromium)('first run: the first visitor makes the workspace and a project', async () => {
  const { page, problems } = await app.open('/');
  await page
    .getByRole('link', { name: /set up|create|start/i })
    .first()
    .click();
  await page.getByLabel(/your name/i).fill('Ada Lindqvist');
  await page.getByLabel(/e-?mail/i).fill('ada@test.example');
  await page.getByLabel(/password/i).fill('correct horse battery');
  await page.getByLabel(/workspace/i).fill('Ferry line');
  await page.getByRole('button', { name: /create/i }).click();
  await page.waitForURL('**/w/ferry-line**');
  await page.getByText('Ferry line').first().waitFor();
  expect(problems).toEqual([]);
});
