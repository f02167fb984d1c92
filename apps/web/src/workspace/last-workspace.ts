import { remembered } from './remembered.ts';
import type { Membership } from './workspace-context.ts';

const last = remembered('atrium.workspace', (value) => (typeof value === 'string' ? value : undefined));

export const rememberWorkspace = (slug: string): void => last.set(slug);

/** Where someone lands who names no workspace: the one they used last, or else their first. */
export function homeWorkspace<W extends Pick<Membership, 'slug'>>(
  workspaces: readonly W[],
  remembered: string | undefined = last.get(),
): W | undefined {
  return workspaces.find(({ slug }) => slug === remembered) ?? workspaces[0];
}
