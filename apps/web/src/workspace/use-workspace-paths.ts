import { useMemo } from 'react';
import { useWorkspace } from './workspace-context.ts';
import { workspacePaths } from './workspace-paths.ts';

export function useWorkspacePaths() {
  const { membership } = useWorkspace();
  return useMemo(() => workspacePaths(membership.slug), [membership.slug]);
}
