import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { notifyDone, notifyProblem } from '../../design/toast.tsx';
import { api } from '../../workspace/api-client.ts';
import { problemOf } from '../../workspace/api-problem.ts';
import { useWorkspace } from '../../workspace/workspace-context.ts';

export const invitationsKey = (tenantId: string) => ['invitations', tenantId];

export function useInvitations(enabled: boolean) {
  const { membership } = useWorkspace();
  const workspace = membership.tenantId;
  return useQuery({
    queryKey: invitationsKey(workspace),
    queryFn: async () => (await api.invitations.list({ workspace })).invitations,
    enabled,
    staleTime: 0,
  });
}

export function useWithdrawInvitation() {
  const { membership } = useWorkspace();
  const queries = useQueryClient();
  const workspace = membership.tenantId;
  return useMutation({
    mutationFn: (id: string) => api.invitations.revoke({ workspace, id }),
    onSuccess: () => notifyDone('The invitation no longer works'),
    onError: (error) => notifyProblem(problemOf(error).sentence),
    onSettled: () => queries.invalidateQueries({ queryKey: invitationsKey(workspace) }),
  });
}
