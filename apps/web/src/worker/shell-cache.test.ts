import { beforeEach, describe, expect, test } from 'vitest';
import { createShellCache, type Shell } from './shell-cache.ts';

const ORIGIN = 'https://atrium.example';

/** A server of one version at a time, and a browser's caches that outlive the worker. */
class Surroundings {
  readonly stored = new Map<string, Map<string, string>>();
  readonly asked: string[] = [];
  served = new Map<string, string>();
  online = true;

  readonly fetch = async (url: string, { integrity }: RequestInit): Promise<Response> => {
    this.asked.push(url);
    const body = this.served.get(url.replace(ORIGIN, ''));
    if (!this.online || (integrity && body !== integrity)) throw new TypeError('Failed to fetch');
    return body === undefined ? new Response('', { status: 404 }) : new Response(body);
  };

  readonly caches = {
    open: async (name: string) => this.#cache(name),
    match: async (url: string) => {
      for (const name of this.stored.keys()) {
        const found = await this.#cache(name).match(url);
        if (found) return found;
      }
      return undefined;
    },
    keys: async () => [...this.stored.keys()],
    delete: async (name: string) => this.stored.delete(name),
  } as unknown as CacheStorage;

  #cache(name: string): Cache {
    const files = this.stored.get(name) ?? new Map<string, string>();
    this.stored.set(name, files);
    return {
      match: async (url: string) => (files.has(url) ? new Response(files.get(url)) : undefined),
      put: async (url: string, response: Response) => void files.set(url, await response.text()),
    } as unknown as Cache;
  }

  worker(shell: Shell) {
    return createShellCache({ shell, origin: ORIGIN, caches: this.caches, fetch: this.fetch });
  }

  deploy(shell: Shell): Shell {
    this.served = new Map(shell.files.map(({ url, integrity }) => [url, integrity]));
    return shell;
  }
}

/** The content of each file is its digest: enough to tell versions apart. */
const version = (name: string, ...assets: string[]): Shell => ({
  version: name,
  files: [
    { url: '/index.html', integrity: `page of ${name}` },
    { url: '/theme.js', integrity: 'theme' },
    ...assets.map((asset) => ({ url: `/assets/${asset}`, integrity: asset })),
  ],
});
const page = (path: string) => ({ method: 'GET', mode: 'navigate', url: ORIGIN + path }) as Request;
const file = (path: string) => ({ method: 'GET', mode: 'cors', url: ORIGIN + path }) as Request;

let around: Surroundings;
beforeEach(() => {
  around = new Surroundings();
});

describe('the app without a network', () => {
  test('every page and every file of the version is there', async () => {
    const worker = around.worker(around.deploy(version('one', 'a.js', 'b.css')));
    await worker.fill();
    around.online = false;
    for (const path of ['/', '/w/demo/p/FER/board?group=priority', '/w/demo/i/FER-1', '/sign-in']) {
      expect(await (await worker.answer(page(path))).text()).toBe('page of one');
    }
    expect(await (await worker.answer(file('/assets/a.js'))).text()).toBe('a.js');
    expect(await (await worker.answer(file('/theme.js'))).text()).toBe('theme');
  });

  test.each([
    ['/api/v1/auth/me', false],
    ['/api/docs', false],
    ['/ws', false],
    ['/health/live', false],
    ['/robots.txt', false],
    ['/wsx', true],
    ['/w', true],
    ['/invite/abc', true],
  ])('a visit of %s is the app’s: %s', (path, expected) => {
    expect(around.worker(version('one')).covers(page(path))).toBe(expected);
  });

  test('requests that are no page and no file of the app pass by', () => {
    const { covers } = around.worker(version('one', 'a.js'));
    expect(covers(file('/api/v1/auth/me'))).toBe(false);
    expect(covers({ ...file('/theme.js'), url: 'https://elsewhere.example/theme.js' })).toBe(false);
    expect(covers({ ...page('/w'), method: 'POST' })).toBe(false);
    expect(covers(file('/theme.js'))).toBe(true);
  });
});

describe('versions', () => {
  test('a file that is not of this version makes the whole version fail', async () => {
    const old = around.worker(around.deploy(version('one', 'a.js')));
    await old.fill();
    around.deploy(version('three', 'c.js'));
    await expect(around.worker(version('two', 'b.js')).fill()).rejects.toThrow();
    around.online = false;
    expect(await (await old.answer(page('/w'))).text()).toBe('page of one');
  });

  test('what stayed the same is not loaded again', async () => {
    await around.worker(around.deploy(version('one', 'a.js', 'b.js'))).fill();
    around.asked.length = 0;
    await around.worker(around.deploy(version('two', 'a.js', 'c.js'))).fill();
    expect(around.asked.sort()).toEqual(['/assets/c.js', '/index.html', '/theme.js']);
  });

  test('a tab of the old version gets its files from the new worker, until it is gone', async () => {
    await around.worker(around.deploy(version('one', 'a.js'))).fill();
    const next = around.worker(around.deploy(version('two', 'b.js')));
    await next.fill();
    await next.keepOnly(new Set(['one']));
    expect(await (await next.answer(file('/assets/a.js'))).text()).toBe('a.js');
    expect(await (await next.answer(page('/w'))).text()).toBe('page of two');
    await next.keepOnly(new Set(['two']));
    expect([...around.stored.keys()]).toEqual(['atrium.shell:two']);
    expect((await next.answer(file('/assets/a.js'))).status).toBe(404);
  });

  test('a start that was interrupted goes on where it was', async () => {
    around.deploy(version('one', 'a.js', 'b.js'));
    around.served.delete('/assets/b.js');
    await expect(around.worker(version('one', 'a.js', 'b.js')).fill()).rejects.toThrow();
    around.asked.length = 0;
    await around.worker(around.deploy(version('one', 'a.js', 'b.js'))).fill();
    expect(around.asked).toEqual(['/assets/b.js']);
  });

  test('other caches of this address are left alone', async () => {
    await around.caches.open('something else');
    const worker = around.worker(around.deploy(version('one')));
    await worker.fill();
    await worker.keepOnly(new Set());
    expect(await around.caches.keys()).toEqual(['something else', 'atrium.shell:one']);
  });
});
