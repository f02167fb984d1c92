import { classNames } from './class-names.ts';

/** The plan of an atrium: the roof falls on four sides to the open middle. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 20 20"
      fill="none"
      aria-hidden="true"
      className={classNames('size-5 shrink-0 text-accent', className)}
    >
      <path
        d="M2 2h16v16H2zM7 7h6v6H7zM2 2l5 5M18 2l-5 5M2 18l5-5M18 18l-5-5"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinejoin="round"
      />
    </svg>
  );
}
