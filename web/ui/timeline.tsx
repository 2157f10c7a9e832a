import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export interface TimelineStep {
  key: string;
  title: string;
  /** Formatted time; none for a step that is still to come. */
  at?: string | undefined;
  text?: ReactNode;
  state: 'done' | 'now' | 'ahead' | 'problem';
}

const dots = {
  done: 'bg-accent',
  now: 'bg-accent ring-4 ring-accent-soft',
  ahead: 'bg-line-strong',
  problem: 'bg-danger',
};

/** What happened, what happens, what will: orders, returns and payouts look the same. */
export function Timeline({ steps, label }: { steps: readonly TimelineStep[]; label: string }) {
  return (
    <ol aria-label={label} className="grid">
      {steps.map(({ key, title, at, text, state }) => (
        <li
          key={key}
          aria-current={state === 'now' ? 'step' : undefined}
          className="group grid grid-cols-[1.5rem_1fr] gap-x-4"
        >
          <span aria-hidden="true" className="flex flex-col items-center pt-1.5">
            <span data-edge className={clsx('size-3 rounded-full', dots[state])} />
            <span className="w-px flex-1 bg-line group-last:hidden" />
          </span>
          <div className="pb-6">
            <p className={clsx('font-semibold', state === 'ahead' && 'text-muted')}>{title}</p>
            {at !== undefined && <p className="figures text-sm text-muted">{at}</p>}
            {text !== undefined && <div className="mt-1">{text}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
