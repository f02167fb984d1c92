import { projectInPath } from '../workspace/workspace-paths.ts';

export interface TitleParts {
  readonly pathname: string;
  readonly workspace: string;
  readonly projectName: (key: string) => string | undefined;
  readonly itemTitle: (key: string) => string | undefined;
}

const PAGES: Record<string, string> = {
  '': 'Projects',
  members: 'Members',
  import: 'Import',
  history: 'History',
};
const VIEWS: Record<string, string> = {
  board: 'Board',
  list: 'List',
  settings: 'Settings',
  history: 'History',
};

/** What the browser's tab says: the innermost thing first, as tabs are narrow. */
export function pageTitle({ pathname, workspace, projectName, itemTitle }: TitleParts): string {
  return [pageName({ pathname, workspace, projectName, itemTitle }), workspace, 'Atrium']
    .filter(Boolean)
    .join(' · ');
}

function pageName({ pathname, projectName, itemTitle }: TitleParts): string | undefined {
  const project = projectInPath(pathname);
  if (project) {
    const name = projectName(project.key) ?? project.key;
    return `${name} ${(VIEWS[project.view] ?? '').toLowerCase()}`.trim();
  }
  const [, page = '', rest = ''] = /^\/w\/[^/]+\/?([^/]*)\/?([^/]*)/.exec(pathname) ?? [];
  if (page === 'i') {
    const title = itemTitle(rest);
    return title ? `${rest} ${title}` : rest;
  }
  return PAGES[page];
}
