import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export interface ChoiceProps {
  name: string;
  value: string;
  checked: boolean;
  onChoose(): void;
  title: ReactNode;
  text?: ReactNode;
  /** At the end of the line: a cost, a mark. */
  end?: ReactNode;
  /** It stands there and cannot be chosen; its text says why. */
  unusable?: boolean;
  /** Shown below while it is chosen. */
  children?: ReactNode;
}

/** One of several ways, as a whole line to press; what belongs to it opens below. */
export function Choice(props: ChoiceProps) {
  const { name, value, checked, onChoose, title, text, end, unusable, children } = props;
  return (
    <div
      data-edge
      className={clsx(
        'border-x border-t border-line-strong first:rounded-t-md last:rounded-b-md last:border-b',
        checked && 'bg-surface',
      )}
    >
      <label className="flex min-h-14 cursor-pointer items-center gap-3.5 px-4 py-3">
        <input
          type="radio"
          name={name}
          value={value}
          checked={checked}
          aria-disabled={unusable || undefined}
          onChange={() => unusable === true || onChoose()}
          className="size-5 shrink-0 accent-accent"
        />
        <span className="grid min-w-0 flex-1">
          <span className={clsx('font-medium', unusable && 'text-muted')}>{title}</span>
          {text !== undefined && <span className="text-sm text-muted empty:hidden">{text}</span>}
        </span>
        {end !== undefined && <span className="figures shrink-0 text-end">{end}</span>}
      </label>
      {checked && children !== undefined && children !== null && (
        <div className="px-4 pb-5 sm:ps-12.5">{children}</div>
      )}
    </div>
  );
}

export function Choices({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="radiogroup" aria-label={label}>
      {children}
    </div>
  );
}
