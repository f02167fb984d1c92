import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../design/button.tsx';
import { Logo } from '../../design/logo.tsx';
import { AppLink } from '../../shell/app-link.tsx';
import { LandingBoard } from './landing-board.tsx';
import { LandingFacts } from './landing-facts.tsx';

export interface LandingScreenProps {
  /** Someone signed in goes straight to their workspace. */
  home?: string;
  /** A new Atrium awaits its owner. */
  needsSetUp: boolean;
}

export function LandingScreen({ home, needsSetUp }: LandingScreenProps) {
  return (
    <div className="min-h-dvh bg-canvas">
      <header className="mx-auto flex h-14 max-w-[1160px] items-center justify-between px-5">
        <span className="flex items-center gap-2 text-14 font-semibold">
          <Logo />
          Atrium
        </span>
        <Button asChild variant="ghost">
          <AppLink href={home ?? '/sign-in'}>{home ? 'Open workspace' : 'Sign in'}</AppLink>
        </Button>
      </header>
      <main>
        <section className="mx-auto flex max-w-[1160px] flex-col items-center px-5 pt-12 text-center wide:pt-20">
          <h1 className="max-w-[15ch] text-display font-semibold text-balance">Work together in one room</h1>
          <p className="mt-5 max-w-[52ch] text-16 text-ink-muted text-pretty">
            Atrium is a workspace for your team that runs on your own server. Boards, lists and comments
            change on every screen at once, keep working without a network, and remember who changed what.
          </p>
          <div className="mt-7 flex flex-wrap justify-center gap-2">
            <FirstStep home={home} needsSetUp={needsSetUp} />
          </div>
        </section>
        <Courtyard>
          <LandingBoard />
        </Courtyard>
        <LandingFacts />
      </main>
      <footer className="border-t border-line">
        <p className="mx-auto flex max-w-[1160px] flex-wrap justify-between gap-2 px-5 py-6 text-12 text-ink-faint">
          <span>Atrium: named after the room of a house that every other room opens onto.</span>
          <span>Free software, AGPL 3.0</span>
        </p>
      </footer>
    </div>
  );
}

function FirstStep({ home, needsSetUp }: LandingScreenProps) {
  if (home) return <Way href={home}>Open your workspace</Way>;
  if (needsSetUp) return <Way href="/set-up">Set up this Atrium</Way>;
  return <Way href="/sign-in">Sign in to your workspace</Way>;
}

function Way({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Button asChild variant="primary" size="large">
      <AppLink href={href} className="hover:bg-accent-hover">
        {children}
        <ArrowRight aria-hidden="true" />
      </AppLink>
    </Button>
  );
}

/** The picture stands in the open middle of the plan; the roof lines of the house run to its corners. */
function Courtyard({ children }: { children: ReactNode }) {
  return (
    <div className="relative mt-12 overflow-hidden px-5 py-10 wide:mt-16 wide:py-20">
      <svg
        aria-hidden="true"
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        fill="none"
        className="pointer-events-none absolute inset-0 size-full text-line-strong"
      >
        {[0.5, 3.5, 6.5, 9.5].map((inset) => (
          <rect
            key={inset}
            x={inset}
            y={inset}
            width={100 - 2 * inset}
            height={100 - 2 * inset}
            stroke="currentColor"
            strokeOpacity={0.25 + inset / 20}
            vectorEffect="non-scaling-stroke"
          />
        ))}
        <path
          d="M0.5 0.5 50 50 99.5 0.5M0.5 99.5 50 50l49.5 49.5"
          stroke="currentColor"
          strokeOpacity="0.55"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <div className="relative mx-auto max-w-[1040px]">{children}</div>
    </div>
  );
}
