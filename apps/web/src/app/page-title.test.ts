import { expect, test } from 'vitest';
import { pageTitle } from './page-title.ts';

const parts = {
  workspace: 'Ferry line',
  projectName: (key: string) => (key === 'FER' ? 'Website' : undefined),
  itemTitle: (key: string) => (key === 'FER-3' ? 'Pay' : undefined),
};

test('the tab names the page, then the workspace', () => {
  expect(pageTitle({ ...parts, pathname: '/w/demo' })).toBe('Projects · Ferry line · Atrium');
  expect(pageTitle({ ...parts, pathname: '/w/demo/members' })).toBe('Members · Ferry line · Atrium');
  expect(pageTitle({ ...parts, pathname: '/w/demo/p/FER/board' })).toBe(
    'Website board · Ferry line · Atrium',
  );
  expect(pageTitle({ ...parts, pathname: '/w/demo/p/NEW/list' })).toBe('NEW list · Ferry line · Atrium');
  expect(pageTitle({ ...parts, pathname: '/w/demo/i/FER-3' })).toBe('FER-3 Pay · Ferry line · Atrium');
  expect(pageTitle({ ...parts, pathname: '/w/demo/i/FER-9' })).toBe('FER-9 · Ferry line · Atrium');
});
