import { useMemo } from 'react';
import { useWorkspace } from '../../workspace/workspace-context.ts';
import { HistoryPage } from './history-page.tsx';
import { VerificationCard } from './verification-card.tsx';

/** Every change in the workspace that I may see. */
export function WorkspaceHistoryScreen() {
  const { membership } = useWorkspace();
  const subject = useMemo(() => ({ kind: 'workspace', id: membership.tenantId }) as const, [membership]);
  return (
    <HistoryPage
      subject={subject}
      title={`History of ${membership.name}`}
      top={<VerificationCard />}
      breadcrumb={[{ id: 'history', label: 'History' }]}
    />
  );
}
