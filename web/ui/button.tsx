import { clsx } from 'clsx';
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Link, type LinkProps } from './link.tsx';

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'md' | 'lg' | 'sm';

const base =
  'inline-flex items-center justify-center gap-2 rounded-full font-semibold text-center ' +
  'transition-colors duration-150 select-none aria-disabled:cursor-not-allowed ' +
  'disabled:cursor-not-allowed';

const kinds: Record<ButtonKind, string> = {
  primary:
    'bg-accent text-accent-ink hover:bg-accent-hover aria-disabled:bg-surface ' +
    'aria-disabled:text-muted aria-disabled:hover:bg-surface disabled:bg-surface ' +
    'disabled:text-muted',
  secondary:
    'border border-line-strong text-ink hover:border-ink hover:bg-surface ' +
    'aria-disabled:border-line aria-disabled:text-muted disabled:border-line disabled:text-muted',
  quiet: 'text-ink hover:bg-surface aria-disabled:text-muted disabled:text-muted',
  danger: 'border border-danger text-danger hover:bg-danger-soft',
};

const sizes: Record<ButtonSize, string> = {
  sm: 'min-h-9 px-4 text-sm',
  md: 'min-h-11 px-5 text-base',
  lg: 'min-h-13 px-7 text-base',
};

export function buttonClass(kind: ButtonKind = 'secondary', size: ButtonSize = 'md'): string {
  return `${base} ${kinds[kind]} ${sizes[size]}`;
}

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: ButtonKind;
  size?: ButtonSize;
  /** Work is under way: the button stays in place and keeps the focus, and does nothing. */
  busy?: boolean;
  /** Why it cannot be pressed; shown under it and read with it. Empty: it can. */
  whyNot?: string | undefined;
  children: ReactNode;
}

/** A button; one that cannot be pressed always says why. */
export function Button(props: ButtonProps) {
  const { kind, size, busy = false, whyNot, className, children, onClick, id, ...rest } = props;
  const blocked = whyNot !== undefined && whyNot !== '';
  const reason = blocked && id !== undefined ? `${id}-why` : undefined;
  return (
    <>
      <button
        type="button"
        {...rest}
        id={id}
        aria-disabled={blocked || busy || undefined}
        aria-busy={busy || undefined}
        aria-describedby={reason}
        className={clsx(buttonClass(kind, size), className)}
        onClick={(event) => {
          if (blocked || busy) event.preventDefault();
          else onClick?.(event);
        }}
      >
        {children}
        {busy && <Spinner />}
      </button>
      {blocked && (
        <span id={reason} className="mt-2 block text-sm text-muted">
          {whyNot}
        </span>
      )}
    </>
  );
}

export function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="size-4 animate-spin rounded-full border-2 border-current border-e-transparent"
    />
  );
}

export interface ButtonLinkProps extends LinkProps {
  kind?: ButtonKind;
  size?: ButtonSize;
}

/** Looks like a button, is a link: it goes somewhere. */
export function ButtonLink({ kind, size, className, ...rest }: ButtonLinkProps) {
  return <Link data-edge {...rest} className={clsx(buttonClass(kind, size), className)} />;
}
