import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ShieldAlert, ShieldCheck, ShieldQuestion } from 'lucide-react';
import { Button } from '../../design/button.tsx';
import { classNames } from '../../design/class-names.ts';
import { ProgressBar } from '../../design/progress-bar.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { notifyProblem } from '../../design/toast.tsx';
import { usePaletteItems } from '../../design/use-palette.ts';
import { api } from '../../workspace/api-client.ts';
import { problemOf } from '../../workspace/api-problem.ts';
import { useMyself } from '../../workspace/use-people.ts';
import { useWorkspace } from '../../workspace/workspace-context.ts';
import { isAdmin } from '../members/member-rights.ts';
import { verificationWords } from './verification-words.ts';

const ICONS = { good: ShieldCheck, open: ShieldQuestion, broken: ShieldAlert };
const COLORS = { good: 'text-done', open: 'text-ink-faint', broken: 'text-late' };

/** Whether the chain of all changes is whole, and when that was looked at. */
export function VerificationCard() {
  const { membership } = useWorkspace();
  const workspace = membership.tenantId;
  const queries = useQueryClient();
  const key = ['verification', workspace];
  const asked = useQuery({
    queryKey: key,
    queryFn: () => api.log.verification({ workspace }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 500 : 60_000),
  });
  const verify = useMutation({
    mutationFn: (whole: boolean) => api.log.verify({ workspace, whole }),
    onSuccess: (known) => queries.setQueryData(key, known),
    onError: (error) => notifyProblem(problemOf(error).sentence),
  });
  const may = isAdmin(useMyself());
  const { data } = asked;
  const running = data?.state === 'running' || verify.isPending;
  usePaletteItems(
    may
      ? [
          {
            id: 'history:verify',
            label: 'Verify the whole history',
            group: 'History',
            rank: 10,
            icon: <ShieldCheck />,
            run: () => verify.mutate(true),
          },
        ]
      : [],
  );
  const said = data && verificationWords(data);
  const Icon = ICONS[said?.tone ?? 'open'];
  return (
    <section
      aria-label="Verification"
      className={classNames(
        'mt-4 flex min-h-16 flex-wrap items-center gap-x-3 gap-y-2 rounded-card border border-line bg-raised px-4 py-3',
        said?.tone === 'broken' && 'bg-late-wash',
      )}
    >
      <Icon className={classNames('size-5 shrink-0', COLORS[said?.tone ?? 'open'])} aria-hidden="true" />
      <div className="min-w-0 flex-1 basis-52">
        {said ? (
          <>
            <p className="text-13 font-medium" role={said.tone === 'broken' ? 'alert' : 'status'}>
              {said.title}
            </p>
            <p className="text-12 text-ink-muted">{said.more}</p>
          </>
        ) : asked.error ? (
          <p className="text-13 text-ink-muted">Whether the history is whole cannot be asked now.</p>
        ) : (
          <Skeleton className="h-4 w-64" />
        )}
        {data?.state === 'running' && (
          <ProgressBar
            label="Verified"
            parts={[{ tone: 'accent', value: data.position }]}
            max={Math.max(1, data.target ?? data.head)}
            className="mt-2"
          />
        )}
      </div>
      {may ? (
        <Button size="small" busy={running} disabled={!data} onClick={() => verify.mutate(true)}>
          {running ? 'Verifying' : 'Verify now'}
        </Button>
      ) : (
        <span className="text-12 text-ink-faint">Owners and admins verify it.</span>
      )}
    </section>
  );
}
