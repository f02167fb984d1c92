import { classNames } from '../../design/class-names.ts';

/** The plan of an atrium, drawn over the whole ground: four roofs that fall to the open middle. */
export function AtriumPlan({ className }: { className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      fill="none"
      className={classNames('pointer-events-none absolute inset-0 size-full text-line', className)}
    >
      {[0, 8, 16, 24, 32].map((inset) => (
        <rect
          key={inset}
          x={inset}
          y={inset}
          width={100 - 2 * inset}
          height={100 - 2 * inset}
          stroke="currentColor"
          vectorEffect="non-scaling-stroke"
        />
      ))}
      <path
        d="M0 0 32 32M100 0 68 32M0 100l32-32M100 100 68 68"
        stroke="currentColor"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
