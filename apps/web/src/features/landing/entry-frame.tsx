import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Logo } from '../../design/logo.tsx';
import { AppLink } from '../../shell/app-link.tsx';
import { AtriumPlan } from './atrium-plan.tsx';

/** The card in the middle of the plan, for every form before the workspace. */
export function EntryFrame({
  title,
  lead,
  sentence,
  children,
  foot,
}: {
  title: string;
  lead?: ReactNode;
  /** What went wrong, over the form. */
  sentence?: string;
  children: ReactNode;
  foot?: ReactNode;
}) {
  return (
    <div className="relative flex min-h-dvh flex-col items-center justify-center overflow-hidden bg-canvas px-4 py-10">
      <AtriumPlan />
      <main className="relative w-full max-w-[400px]">
        <div className="rounded-card border border-line bg-raised px-5 py-7 wide:px-8">
          <AppLink
            href="/"
            className="mb-5 inline-flex items-center gap-2 rounded-mark text-14 font-semibold"
          >
            <Logo />
            Atrium
          </AppLink>
          <h1 className="text-20 font-semibold text-balance">{title}</h1>
          {lead && <p className="mt-1 text-13 text-ink-muted text-pretty">{lead}</p>}
          {sentence && (
            <p
              role="alert"
              className="mt-4 flex items-start gap-2 rounded-control bg-late-wash px-3 py-2 text-13 text-late"
            >
              <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
              {sentence}
            </p>
          )}
          <div className="mt-6">{children}</div>
        </div>
        {foot && <p className="mt-4 text-center text-12 text-ink-muted">{foot}</p>}
      </main>
    </div>
  );
}
