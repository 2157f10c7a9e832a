import { clsx } from 'clsx';
import { useEffect, useState, type ReactNode } from 'react';
import { Icon } from './icon.tsx';

export interface ToastItem {
  id: number;
  text: string;
  tone: 'plain' | 'good' | 'problem';
  /** A button or link that undoes it or leads on. */
  action?: ReactNode;
}

export interface ToastRegionProps {
  toasts: readonly ToastItem[];
  labels: { region: string; dismiss: string };
  onDismiss(id: number): void;
}

const life_ms = 10_000;

/** Notices in a live region. They go after 10 s, but not while they are looked at or focused. */
export function ToastRegion({ toasts, labels, onDismiss }: ToastRegionProps) {
  const [paused, setPaused] = useState(false);
  return (
    <section
      aria-label={labels.region}
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-0 z-50 grid justify-items-center gap-2 p-4"
      onMouseEnter={() => setPaused(true)}
      onMouseLeave={() => setPaused(false)}
      onFocus={() => setPaused(true)}
      onBlur={() => setPaused(false)}
    >
      {toasts.map((toast) => (
        <OneToast key={toast.id} toast={toast} paused={paused} {...{ labels, onDismiss }} />
      ))}
    </section>
  );
}

interface OneToastProps extends Omit<ToastRegionProps, 'toasts'> {
  toast: ToastItem;
  paused: boolean;
}

function OneToast({ toast, paused, labels, onDismiss }: OneToastProps) {
  const { id, text, tone, action } = toast;
  useEffect(() => {
    if (paused) return undefined;
    const timer = setTimeout(() => onDismiss(id), life_ms);
    return () => clearTimeout(timer);
  }, [id, paused, onDismiss]);
  return (
    <div
      data-edge
      className={clsx(
        'pointer-events-auto flex w-full max-w-lg items-center gap-3 rounded-lg bg-ink py-2 ps-5 pe-2',
        'text-canvas shadow-soft',
      )}
    >
      {tone === 'good' && <Icon name="check" className="size-5" />}
      {tone === 'problem' && <Icon name="warning" className="size-5" />}
      <p className="min-w-0 flex-1 py-1.5">{text}</p>
      {action}
      <button
        type="button"
        aria-label={labels.dismiss}
        className="grid size-10 place-items-center rounded-full outline-offset-0 hover:opacity-70"
        onClick={() => onDismiss(id)}
      >
        <Icon name="close" className="size-5" />
      </button>
    </div>
  );
}

export const toastActionClass =
  'rounded-full px-3 min-h-9 font-semibold underline underline-offset-4 hover:opacity-80';
