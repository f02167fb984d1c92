/** Paths inside a workspace, for links that data brings along. Typed links of the router are for the rest. */
export function workspacePaths(slug: string) {
  const base = `/w/${slug}`;
  const project = (key: string) => `${base}/p/${key}`;
  return {
    home: base,
    members: `${base}/members`,
    import: `${base}/import`,
    changes: `${base}/history`,
    project,
    board: (key: string) => `${project(key)}/board`,
    list: (key: string) => `${project(key)}/list`,
    settings: (key: string) => `${project(key)}/settings`,
    history: (key: string) => `${project(key)}/history`,
    item: (key: string) => `${base}/i/${key}`,
    itemHistory: (key: string) => `${base}/i/${key}/history`,
  };
}

/** The project's key and view in a path such as `/w/demo/p/ATR/board`. */
export function projectInPath(pathname: string): { key: string; view: string } | undefined {
  const [, key, view = 'board'] = /^\/w\/[^/]+\/p\/([^/]+)(?:\/([^/]+))?/.exec(pathname) ?? [];
  return key === undefined ? undefined : { key: decodeURIComponent(key), view };
}
