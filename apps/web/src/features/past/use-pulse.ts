import type { RecordId } from '@atrium/protocol';
import type { Pulse } from '@atrium/protocol/api';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../workspace/api-client.ts';
import { useWorkspace } from '../../workspace/workspace-context.ts';

export const PULSE_PARTS = 240;

/** When the work of a project changed, from its beginning until the view of the past was opened. */
export function usePulse(projectId: RecordId): {
  pulse: Pulse | undefined;
  failed: boolean;
  retry: () => void;
} {
  const { membership } = useWorkspace();
  const asked = useQuery({
    queryKey: ['pulse', membership.tenantId, projectId],
    queryFn: () => api.history.pulse({ workspace: membership.tenantId, id: projectId, parts: PULSE_PARTS }),
    staleTime: 60_000,
  });
  return { pulse: asked.data, failed: asked.isError, retry: () => void asked.refetch() };
}
