import type { ReactNode } from 'react';

export interface SectionProps {
  id: string;
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}

/** One matter of the page, with an address of its own. */
export function Section({ id, title, lead, children }: SectionProps) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="grid justify-items-start gap-5 border-t border-line pt-7"
    >
      <div className="grid max-w-xl gap-1">
        <h2 id={`${id}-title`} className="text-xl">
          {title}
        </h2>
        {lead !== undefined && <p className="text-muted">{lead}</p>}
      </div>
      {children}
    </section>
  );
}
