import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { crash, signedIn, type Visit, write } from './side.ts';

export interface Scenario {
  readonly name: string;
  /** What goes wrong while the titles are written; answers the pages that are still open, of which one at least. */
  play(visit: Visit, titles: readonly string[]): Promise<readonly Page[]>;
  /** The server fails at one of the writes for ever; that one may stay in the page, but must not be lost. */
  readonly poisons?: boolean;
}

const writeOffline: Scenario['play'] = async (visit, titles) => {
  const page = await visit.openPage();
  await visit.goOffline();
  await write(page, titles);
  await visit.goOnline();
  return [page];
};

/** Trouble of every day. In each the network, the session and the server are well again at the end. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'offline, then online again',
    play: writeOffline,
  },
  {
    name: 'the session expires, and the person signs in again',
    async play(visit, titles) {
      const page = await visit.openPage();
      await visit.signOutEverywhere();
      await write(page, titles);
      await sleep(1_500);
      await visit.signIn();
      await signedIn(page);
      return [page];
    },
  },
  {
    name: 'one write that the server fails at, again and again',
    poisons: true,
    play: writeOffline,
  },
  {
    name: 'answers that are lost after the commit',
    async play(visit, titles) {
      const page = await visit.openPage();
      for (const title of titles) {
        visit.proxy.loseAnswers(1);
        await write(page, [title]);
        await sleep(250);
      }
      visit.proxy.heal();
      return [page];
    },
  },
  {
    name: 'written in a second tab, which is closed while offline',
    async play(visit, titles) {
      const first = await visit.openPage();
      const second = await visit.openPage();
      await visit.goOffline();
      await write(second, titles);
      await second.close({ runBeforeUnload: false });
      await visit.goOnline();
      return [first];
    },
  },
  {
    name: 'the first of two tabs dies with unsent writes',
    async play(visit, titles) {
      const first = await visit.openPage();
      const second = await visit.openPage();
      await visit.goOffline();
      await write(first, titles);
      await crash(first);
      await visit.goOnline();
      return [second];
    },
  },
  {
    name: 'the tab dies right after a write',
    async play(visit, titles) {
      const page = await visit.openPage();
      await visit.goOffline();
      await write(page, titles);
      await crash(page);
      await visit.goOnline();
      return [await visit.openPage()];
    },
  },
];
