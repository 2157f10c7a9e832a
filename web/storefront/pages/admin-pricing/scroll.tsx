import type { ReactNode } from 'react';

/** A wide table on a narrow screen: it scrolls, also by keyboard, and the page does not. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="region" aria-label={label} tabIndex={0} className="overflow-x-auto">
      {children}
    </div>
  );
}
