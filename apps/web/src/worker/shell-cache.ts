/** One file of the built app, with the digest that its content must have. */
export interface ShellFile {
  readonly url: string;
  readonly integrity: string;
}

/** All files of one version of the app. */
export interface Shell {
  readonly version: string;
  readonly files: readonly ShellFile[];
}

export interface ShellCacheOptions {
  readonly shell: Shell;
  readonly origin: string;
  readonly caches: Pick<CacheStorage, 'open' | 'match' | 'keys' | 'delete'>;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

export interface ShellCache {
  /** Keeps every file of this version, or fails as a whole. */
  fill(): Promise<void>;
  /** Whether this is for the cache to answer: a page, or a file of the app. */
  covers(request: Pick<Request, 'method' | 'mode' | 'url'>): boolean;
  answer(request: Request): Promise<Response>;
  /** Forgets all versions but this one and those that are still run. */
  keepOnly(versions: ReadonlySet<string>): Promise<void>;
}

const PREFIX = 'atrium.shell:';
const PAGE = '/index.html';
/** Names below it carry a digest of their content: the same address is the same file, in any version. */
const LASTING = '/assets/';
/** What the server answers beside the app. */
const NOT_PAGES = /^\/(api|ws|health|metrics)(\/|$)/;

/**
 * The app's own files, kept so that it opens without a network. A version is filled as a whole and each of its
 * files checked, so that two versions never mix; pages of an older one go on getting its files.
 */
export function createShellCache({ shell, origin, caches, fetch }: ShellCacheOptions): ShellCache {
  const name = PREFIX + shell.version;
  const known = new Set(shell.files.map(({ url }) => url));
  const isPage = (path: string) => !NOT_PAGES.test(path) && !(path.split('/').at(-1) ?? '').includes('.');

  const keep = async (cache: Cache, { url, integrity }: ShellFile) => {
    if (await cache.match(url)) return;
    // Most files stay the same from version to version.
    const old = url.startsWith(LASTING) ? await caches.match(url) : undefined;
    const response = old ?? (await fetch(url, { integrity, cache: 'no-cache', redirect: 'error' }));
    if (!response.ok) throw new Error(`${url} is answered with ${response.status}.`);
    await cache.put(url, response);
  };

  return {
    async fill() {
      const cache = await caches.open(name);
      await Promise.all(shell.files.map((file) => keep(cache, file)));
    },
    covers({ method, mode, url }) {
      const { origin: asked, pathname } = new URL(url);
      if (method !== 'GET' || asked !== origin) return false;
      return mode === 'navigate' ? isPage(pathname) : known.has(pathname) || pathname.startsWith(LASTING);
    },
    async answer(request) {
      const { pathname } = new URL(request.url);
      const url = request.mode === 'navigate' ? PAGE : pathname;
      const cache = await caches.open(name);
      const kept =
        (await cache.match(url)) ?? (url.startsWith(LASTING) ? await caches.match(url) : undefined);
      return kept ?? fetch(request.url, { credentials: 'same-origin' });
    },
    async keepOnly(versions) {
      const names = (await caches.keys()).filter((other) => other.startsWith(PREFIX) && other !== name);
      const gone = names.filter((other) => !versions.has(other.slice(PREFIX.length)));
      await Promise.all(gone.map((other) => caches.delete(other)));
    },
  };
}
