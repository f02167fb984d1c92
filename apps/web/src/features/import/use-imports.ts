import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { notifyProblem } from '../../design/toast.tsx';
import { api } from '../../workspace/api-client.ts';
import { problemOf } from '../../workspace/api-problem.ts';
import { useWorkspace } from '../../workspace/workspace-context.ts';
import { isAtWork } from './import-words.ts';

const POLL = 500;

export const importsKey = (tenantId: string) => ['imports', tenantId];

/** The imports of this server run, newest first; asked again and again while one is at work. */
export function useImports(enabled: boolean) {
  const { membership } = useWorkspace();
  const workspace = membership.tenantId;
  return useQuery({
    queryKey: importsKey(workspace),
    queryFn: async () => (await api.imports.list({ workspace })).imports,
    enabled,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.some(isAtWork) ? POLL : false),
  });
}

/** Runs or takes back an import. */
export function useImportStep(step: 'run' | 'undo') {
  const { membership } = useWorkspace();
  const queries = useQueryClient();
  const workspace = membership.tenantId;
  return useMutation({
    mutationFn: (id: string) => api.imports[step]({ workspace, id }),
    onError: (error) => notifyProblem(problemOf(error).sentence),
    onSettled: () => queries.invalidateQueries({ queryKey: importsKey(workspace) }),
  });
}
