import { clsx } from 'clsx';

/** The shape of what is coming; give it the final size, so that nothing jumps. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={clsx('skeleton', className)} />;
}

/** Says that something is loading, once, for a group of skeletons. */
export function Loading({ label }: { label: string }) {
  return (
    <p role="status" className="unseen">
      {label}
    </p>
  );
}
